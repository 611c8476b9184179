package dev.signalbox.query.apikey;

import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/v1/llm-config/api-keys")
@ReadsView("api-keys")
@Tag(name = "API keys")
class ApiKeyQueryController {

    private final ApiKeys keys;

    ApiKeyQueryController(ApiKeys keys) {
        this.keys = keys;
    }

    @GetMapping
    @Operation(summary = "All keys, masked, newest first")
    List<ApiKeyView> all(@RequestParam(name = "enabled_only", defaultValue = "false") boolean enabledOnly) {
        return keys.newestFirst(enabledOnly);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One key, masked; the ETag is its version")
    ResponseEntity<ApiKeyView> one(@PathVariable("id") long id) {
        ApiKeyView key = keys.findById(id)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no API key with the id " + id + "."));
        return ResponseEntity.ok().eTag("" + key.version()).body(key);
    }
}
