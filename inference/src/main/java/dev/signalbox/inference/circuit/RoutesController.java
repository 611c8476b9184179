package dev.signalbox.inference.circuit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.node.Node;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.upstream.Upstream;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this node would do with a request. */
@RestController
@Tag(name = "Routes")
class RoutesController {

    private final Node node;
    private final Routing routing;
    private final Circuits circuits;
    private final Healths healths;

    RoutesController(Node node, Routing routing, Circuits circuits, Healths healths) {
        this.node = node;
        this.routing = routing;
        this.circuits = circuits;
        this.healths = healths;
    }

    /**
     * @param revision the position that this node routes by, -1 when it has nothing to route by
     * @param routes per purpose the providers in the order in which they are asked
     */
    record Routes(String node, long revision, Map<String, List<Target>> routes) {}

    /**
     * @param model what it is asked for when the client leaves that open; null when its own list decides
     * @param healthStatus of the last probe by any node; null for API keys, and while the database is away
     * @param state {@code closed}: it is asked; {@code open}: it is left alone; {@code half_open}: one request finds out
     * @param coolingUntil until when it is left alone
     * @param cause the failure that opened it
     * @param failureRate per cent of the last requests; null while there were too few
     */
    record Target(
            @JsonProperty("provider_type") ProviderType providerType,
            @JsonProperty("provider_id") long providerId,
            String name,
            @Nullable String model,
            @JsonProperty("health_status") @Nullable String healthStatus,
            @JsonProperty("last_health_check") @Nullable Instant lastHealthCheck,
            String state,
            @JsonProperty("cooling_until") @Nullable Instant coolingUntil,
            @Nullable String cause,
            @JsonProperty("failure_rate") @Nullable Float failureRate,
            @JsonProperty("in_flight") int inFlight) {}

    @GetMapping("/api/v1/llm-config/routes")
    @Operation(
            summary = "The providers of each purpose in order, as this node sees them",
            description = "Each node watches the providers by itself; nothing here is configuration.")
    Routes routes() {
        Map<Long, Healths.Checked> checked = healths.all();
        Map<String, List<Target>> routes = new TreeMap<>();
        RoutingSnapshot snapshot = routing.current().orElse(null);
        if (snapshot != null) {
            for (Purpose purpose : snapshot.routes().keySet()) {
                routes.put(
                        purpose.wireName(),
                        snapshot.routesFor(purpose).stream()
                                .map(upstream -> target(upstream, checked))
                                .toList());
            }
        }
        return new Routes(node.id(), routing.revision(), routes);
    }

    private Target target(Upstream upstream, Map<Long, Healths.Checked> checked) {
        Circuit circuit = circuits.of(upstream);
        Circuit.State state = circuit.state();
        Healths.Checked health =
                upstream.isServer() ? checked.get(upstream.ref().id()) : null;
        return new Target(
                upstream.ref().type(),
                upstream.ref().id(),
                upstream.route().name(),
                upstream.model(),
                health == null ? null : health.status(),
                health == null ? null : health.at(),
                state.name().toLowerCase(Locale.ROOT),
                state == Circuit.State.OPEN ? circuit.reopens() : null,
                circuit.cause(),
                circuit.failureRate(),
                circuit.inFlight());
    }
}
