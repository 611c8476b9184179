package dev.signalbox.inference.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.server.ServerType;
import dev.signalbox.inference.probe.ServerProbe.Asking;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.secrets.Secret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tries a connection before it is saved: the same probe, and nothing is kept of it. */
@RestController
@Tag(name = "AI servers")
class ServerTrialController {

    private final Providers providers;
    private final ServerProbe probe;
    private final ProviderClient client;

    ServerTrialController(Providers providers, ServerProbe probe, ProviderClient client) {
        this.providers = providers;
        this.probe = probe;
        this.client = client;
    }

    /**
     * @param serverId of a server that is being edited: its stored credential is used when none is given here, and goes only to
     *     the host that it was entered for
     */
    record TrialRequest(
            @JsonProperty("server_id") @Nullable Long serverId,
            @JsonProperty("server_type") @NotNull ServerType serverType,

            @JsonProperty("base_url")
            @NotNull
            @Size(max = 2048)
            @Pattern(
                    regexp = "\\s*https?://[^\\s/?#@]+(/[^\\s?#]*)?\\s*",
                    message = "must be an absolute http or https URL")
            String baseUrl,

            @JsonProperty("api_key") @Nullable Secret apiKey) {}

    /** @param models what it offers; empty when it can't be asked, as the status then says */
    record Trial(
            HealthStatus status,
            String message,
            @JsonProperty("latency_ms") long latencyMs,
            List<String> models) {}

    @PostMapping("/api/v1/llm-config/servers/test")
    @Operation(
            summary = "Try a server that is not saved, or not as given",
            description = "What the test of a saved server does, and its models. Nothing is stored.")
    Trial test(@Valid @RequestBody TrialRequest request) {
        try (Secret given = request.apiKey()) {
            Upstream server = upstream(request);
            Asking asking = given == null ? url -> client.get(server, url) : url -> client.get(server, url, given);
            Health health = probe.probe(server, asking);
            return new Trial(health.status(), health.message(), health.latencyMs(), models(server, asking, health));
        }
    }

    private Upstream upstream(TrialRequest request) {
        Upstream saved =
                request.serverId() == null || request.apiKey() != null ? null : providers.server(request.serverId());
        Route route = new Route(
                saved == null ? new ProviderRef(ProviderType.AI_SERVER, 0) : saved.ref(),
                "being tried",
                request.serverType().wireName(),
                request.baseUrl().strip().replaceAll("(/v1)?/*$", ""),
                saved == null ? null : saved.route().secret(),
                null,
                true);
        return Upstream.of(route, null, saved == null ? null : saved.sealed());
    }

    private List<String> models(Upstream server, Asking asking, Health health) {
        if (health.status() == HealthStatus.DOWN) {
            return List.of();
        }
        try {
            return probe.models(server, asking);
        } catch (UnreachableException e) {
            return List.of();
        }
    }
}
