package dev.signalbox.inference.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.inference.upstream.Upstream;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/v1/llm-config/servers/{id}")
class ServerProbeController {

    private static final Logger log = LoggerFactory.getLogger(ServerProbeController.class);

    private final Providers providers;
    private final ServerProbe probe;
    private final ServerHealths healths;

    ServerProbeController(Providers providers, ServerProbe probe, ServerHealths healths) {
        this.providers = providers;
        this.probe = probe;
        this.healths = healths;
    }

    record Tested(
            @JsonProperty("server_id") long serverId,
            HealthStatus status,
            String message,
            Instant timestamp,
            @JsonProperty("latency_ms") long latencyMs) {}

    @PostMapping("/test")
    Tested test(@PathVariable("id") long id) {
        Upstream server = providers.server(id);
        Health health = probe.probe(server);
        try {
            healths.record(id, health);
        } catch (DataAccessException e) {
            log.debug("The result of a test could not be kept: {}", e.toString());
        }
        return new Tested(id, health.status(), health.message(), Instant.now(), health.latencyMs());
    }

    @GetMapping("/models")
    List<String> models(@PathVariable("id") long id) {
        Upstream server = providers.server(id);
        try {
            return probe.models(server);
        } catch (UnreachableException e) {
            throw new ResponseStatusException(HttpStatus.BAD_GATEWAY, "The server's models are not known: " + e.why());
        }
    }
}
