package dev.signalbox.query.activeprovider;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.FindActiveProvider;
import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/v1/llm-config/active")
@ReadsView({"active-providers", "servers", "api-keys"})
@Tag(name = "Active providers")
class ActiveProviderQueryController {

    private final ActiveProviderQueries queries;

    ActiveProviderQueryController(ActiveProviderQueries queries) {
        this.queries = queries;
    }

    @GetMapping
    @Operation(summary = "The active providers by purpose")
    Map<String, ActiveProviderView> all() {
        Map<String, ActiveProviderView> byPurpose = new TreeMap<>();
        queries.all().forEach(view -> byPurpose.put(view.purpose().wireName(), view));
        return byPurpose;
    }

    @GetMapping("/{purpose}")
    @Operation(summary = "One purpose's active provider; the ETag is its version")
    ResponseEntity<ActiveProviderView> one(@PathVariable("purpose") String name) {
        Purpose purpose = Purpose.ofWireName(name).orElseThrow(() -> unknown(name));
        ActiveProviderView view = queries.handle(new FindActiveProvider(purpose))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No active provider is set for " + name + "."));
        return ResponseEntity.ok().eTag("" + view.version()).body(view);
    }

    private static ResponseStatusException unknown(String name) {
        String valid = Arrays.stream(Purpose.values()).map(Purpose::wireName).collect(Collectors.joining(", "));
        return new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "Unknown purpose '" + name + "'; there are " + valid + ".");
    }
}
