package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import dev.signalbox.inference.circuit.Circuits;
import dev.signalbox.inference.dialect.TokenEstimate;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamModels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Carries a request to the active provider of its purpose, and to its fallbacks as long as the client has seen nothing. */
@Component
class PassThrough {

    private final Routing routing;
    private final Calls calls;
    private final UpstreamModels models;
    private final Circuits circuits;
    private final FailoverProperties limits;
    private final BodyReader bodies;

    PassThrough(
            Routing routing,
            Calls calls,
            UpstreamModels models,
            Circuits circuits,
            FailoverProperties limits,
            GatewayProperties properties) {
        this.routing = routing;
        this.calls = calls;
        this.models = models;
        this.circuits = circuits;
        this.limits = limits;
        bodies = new BodyReader(properties.gateway().maxBody().toBytes());
    }

    Mono<Void> answer(Endpoint endpoint, Exchange exchange) {
        exchange.line().endpoint = endpoint;
        RoutingSnapshot snapshot = routing.current().orElse(null);
        if (snapshot != null) {
            exchange.routedBy(snapshot.revision());
        }
        Accepted.require(exchange.request());
        return bodies.read(exchange.request()).flatMap(body -> {
            ApiRequest request = ApiRequest.scan(endpoint, body);
            exchange.line().stream = request.stream();
            exchange.line().model = request.model();
            Allowed.requireModel(exchange.caller(), request.model());
            List<Upstream> routes = routes(snapshot, endpoint.purpose());
            if (endpoint == Endpoint.COUNT_TOKENS && !routes.getFirst().speaksAnthropic()) {
                return exchange.estimate(TokenEstimate.answer(body));
            }
            return known(routes.getFirst(), request)
                    .flatMap(asked -> new Failover(calls, circuits, limits, exchange, asked, routes).begin());
        });
    }

    /** A name is meant for the primary: what that one says itself that it does not have is asked of nobody. */
    private Mono<ApiRequest> known(Upstream primary, ApiRequest request) {
        String model = request.model();
        if (request.leavesModelOpen() || model == null) {
            return Mono.just(request);
        }
        return models.denies(primary, model).map(denied -> {
            if (denied) {
                throw new RequestRefused(Models.unknown(model));
            }
            return request;
        });
    }

    private static List<Upstream> routes(@Nullable RoutingSnapshot snapshot, Purpose purpose) {
        if (snapshot == null) {
            throw new RequestRefused(OpenAiError.server(
                    503, "This node has not read its configuration yet: try again in a moment.", "not_ready"));
        }
        List<Upstream> routes = snapshot.routesFor(purpose);
        if (routes.isEmpty()) {
            throw new RequestRefused(OpenAiError.server(
                    503,
                    "No active provider for " + purpose.wireName()
                            + ": set one with POST /api/v1/llm-config/active on the control plane.",
                    "no_active_provider"));
        }
        return routes;
    }
}
