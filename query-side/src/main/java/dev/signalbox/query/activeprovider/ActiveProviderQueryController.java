package dev.signalbox.query.activeprovider;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.FindActiveProvider;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.ReadsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
@RequestMapping("/api/v1/llm-config/active")
@ReadsView({"active-providers", "servers", "api-keys"})
@Tag(name = "Active providers")
class ActiveProviderQueryController {

    private final ActiveProviderQueries queries;
    private final PastActiveProviders past;
    private final PastEvents events;

    ActiveProviderQueryController(ActiveProviderQueries queries, PastActiveProviders past, PastEvents events) {
        this.queries = queries;
        this.past = past;
        this.events = events;
    }

    @GetMapping
    @Operation(summary = "The active providers by purpose")
    ResponseEntity<Map<String, ActiveProviderView>> all(
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        if (asOf != null) {
            long position = events.position("as_of", asOf);
            return ResponseEntity.ok()
                    .header(PastEvents.REVISION, "" + position)
                    .body(past.byPurpose(position));
        }
        Map<String, ActiveProviderView> byPurpose = new TreeMap<>();
        queries.all().forEach(view -> byPurpose.put(view.purpose().wireName(), view));
        return ResponseEntity.ok(byPurpose);
    }

    @GetMapping("/{purpose}")
    @Operation(summary = "One purpose's active provider; the ETag is its version")
    ResponseEntity<ActiveProviderView> one(
            @PathVariable("purpose") String name,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        Purpose purpose = Purpose.ofWireName(name).orElseThrow(() -> unknown(name));
        if (asOf == null) {
            return answer(name, queries.handle(new FindActiveProvider(purpose)), ResponseEntity.ok());
        }
        long position = events.position("as_of", asOf);
        var answer = ResponseEntity.ok().header(PastEvents.REVISION, "" + position);
        return answer(name, past.find(purpose, position), answer);
    }

    private static ResponseEntity<ActiveProviderView> answer(
            String name, Optional<ActiveProviderView> found, ResponseEntity.BodyBuilder answer) {
        ActiveProviderView view = found.orElseThrow(
                () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No active provider is set for " + name + "."));
        return answer.eTag("" + view.version()).body(view);
    }

    private static ResponseStatusException unknown(String name) {
        String valid = Arrays.stream(Purpose.values()).map(Purpose::wireName).collect(Collectors.joining(", "));
        return new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "Unknown purpose '" + name + "'; there are " + valid + ".");
    }
}
