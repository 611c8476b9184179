package dev.signalbox.app.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whoever supervises the process; the only endpoints without a token. */
@RestController
@Tag(name = "Liveness")
@SecurityRequirements
class ProbesController {

    private final ApplicationAvailability availability;
    private final List<Readiness> conditions;

    ProbesController(ApplicationAvailability availability, List<Readiness> conditions) {
        this.availability = availability;
        this.conditions = conditions;
    }

    @GetMapping("/livez")
    @Operation(summary = "The process answers")
    Map<String, String> live() {
        return Map.of("status", "live");
    }

    /** Doesn't ask the database: a node that can still route requests must not be drained while the database is away. */
    @GetMapping("/readyz")
    @Operation(summary = "The node takes requests")
    ResponseEntity<Map<String, String>> ready() {
        boolean ready = availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                && conditions.stream().allMatch(Readiness::isReady);
        return ResponseEntity.status(ready ? 200 : 503).body(Map.of("status", ready ? "ready" : "not ready"));
    }
}
