package dev.signalbox.query.apikey;

import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final PastApiKeys past;
    private final PastEvents events;

    ApiKeyQueryController(ApiKeys keys, PastApiKeys past, PastEvents events) {
        this.keys = keys;
        this.past = past;
        this.events = events;
    }

    @GetMapping
    @Operation(
            summary = "All keys, masked, newest first",
            description = "as_of: as they were at that position or RFC 3339 time")
    ResponseEntity<List<ApiKeyView>> all(
            @RequestParam(name = "enabled_only", defaultValue = "false") boolean enabledOnly,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf == null) {
            return ResponseEntity.ok(keys.newestFirst(enabledOnly));
        }
        long position = events.position("as_of", asOf);
        return ResponseEntity.ok()
                .header(PastEvents.REVISION, "" + position)
                .body(past.newestFirst(position, enabledOnly));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One key, masked; the ETag is its version")
    ResponseEntity<ApiKeyView> one(
            @PathVariable("id") long id, @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf == null) {
            return answer(id, keys.findById(id), ResponseEntity.ok());
        }
        long position = events.position("as_of", asOf);
        var answer = ResponseEntity.ok().header(PastEvents.REVISION, "" + position);
        return answer(id, past.find(new ApiKeyId(id), position), answer);
    }

    private static ResponseEntity<ApiKeyView> answer(
            long id, Optional<ApiKeyView> found, ResponseEntity.BodyBuilder answer) {
        ApiKeyView key = found.orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no API key with the id " + id + "."));
        return answer.eTag("" + key.version()).body(key);
    }
}
