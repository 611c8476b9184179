package dev.signalbox.inference.gateway;

import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.upstream.AnswerJson;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamModels;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /v1/models}: what the active providers and their fallbacks say that they have, and {@code default}. One that
 * can't be asked is left out; what an operator has set for it is listed all the same.
 */
@Component
class Models {

    private static final JsonMapper JSON = AnswerJson.MAPPER;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Routing routing;
    private final UpstreamModels models;

    Models(Routing routing, UpstreamModels models) {
        this.routing = routing;
        this.models = models;
    }

    Mono<Void> answer(Exchange exchange) {
        RoutingSnapshot snapshot = routing.current()
                .orElseThrow(() -> new RequestRefused(OpenAiError.server(
                        503, "This node has not read its configuration yet: try again in a moment.", "not_ready")));
        exchange.routedBy(snapshot.revision());
        return Flux.fromIterable(active(snapshot))
                .flatMapSequential(this::of)
                .collect(() -> new TreeMap<>(Map.of("default", "signalbox")), Models::add)
                .doOnNext(owners -> owners.keySet()
                        .removeIf(model -> !exchange.caller().scope().allowsModel(model)))
                .flatMap(owners -> exchange.answer(JSON.writeValueAsBytes(list(owners))));
    }

    private static Collection<Upstream> active(RoutingSnapshot snapshot) {
        Map<String, Upstream> byLabel = new TreeMap<>();
        snapshot.routes().values().forEach(routes -> routes.forEach(route -> byLabel.put(route.label(), route)));
        return byLabel.values();
    }

    private record Offer(String owner, List<String> models) {}

    private Mono<Offer> of(Upstream upstream) {
        List<String> set = upstream.model() == null ? List.of() : List.of(upstream.model());
        Mono<List<String>> asked = upstream.speaksOpenAi() ? models.of(upstream) : Mono.empty();
        return asked.timeout(PATIENCE)
                .onErrorResume(e -> Mono.empty())
                .defaultIfEmpty(List.of())
                .map(said -> new Offer(
                        upstream.label(),
                        Stream.concat(set.stream(), said.stream()).toList()));
    }

    private static void add(TreeMap<String, String> owners, Offer offer) {
        offer.models().forEach(model -> owners.putIfAbsent(model, offer.owner()));
    }

    private static Map<String, Object> list(Map<String, String> owners) {
        List<Map<String, Object>> data = owners.entrySet().stream()
                .map(model -> Map.<String, Object>of(
                        "id", model.getKey(), "object", "model", "created", 0, "owned_by", model.getValue()))
                .toList();
        return Map.of("object", "list", "data", data);
    }
}
