package dev.signalbox.inference.gateway;

import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.upstream.AnswerJson;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamModels;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /v1/models}: what the active providers and their fallbacks say that they have, and {@code default}. One that
 * can't be asked is left out; what an operator has set for it is listed all the same. In the shapes of OpenAI and Anthropic
 * at once, as both have the same path.
 */
@Component
class Models {

    static final List<String> PATHS = List.of("/v1/models", "/api/v1/llm/models");

    private static final JsonMapper JSON = AnswerJson.MAPPER;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST = 200;

    private final Routing routing;
    private final UpstreamModels models;

    Models(Routing routing, UpstreamModels models) {
        this.routing = routing;
        this.models = models;
    }

    /** Whether a path is that of the list or of one model; models' names may have slashes in them. */
    static boolean isAt(String path) {
        return name(path) != null;
    }

    /** Empty for the list, null for other paths. */
    private static @Nullable String name(String path) {
        for (String base : PATHS) {
            if (path.equals(base)) {
                return "";
            }
            if (path.startsWith(base + "/") && path.length() > base.length() + 1) {
                return decoded(path.substring(base.length() + 1));
            }
        }
        return null;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    Mono<Void> answer(Exchange exchange) {
        String name = Optional.ofNullable(name(exchange.request().fullPath())).orElse("");
        return owners(exchange)
                .map(owners -> name.isEmpty() ? list(owners) : one(name, owners))
                .flatMap(answer -> exchange.answer(JSON.writeValueAsBytes(answer)));
    }

    private Mono<TreeMap<String, String>> owners(Exchange exchange) {
        RoutingSnapshot snapshot = routing.current()
                .orElseThrow(() -> new RequestRefused(OpenAiError.server(
                        503, "This node has not read its configuration yet: try again in a moment.", "not_ready")));
        exchange.routedBy(snapshot.revision());
        return Flux.fromIterable(active(snapshot))
                .flatMapSequential(this::of)
                .collect(() -> new TreeMap<>(Map.of("default", "signalbox")), Models::add)
                .doOnNext(owners -> owners.keySet()
                        .removeIf(model -> !exchange.caller().scope().allowsModel(model)));
    }

    private static Collection<Upstream> active(RoutingSnapshot snapshot) {
        Map<String, Upstream> byLabel = new TreeMap<>();
        snapshot.routes().values().forEach(routes -> routes.forEach(route -> byLabel.put(route.label(), route)));
        return byLabel.values();
    }

    private record Offer(String owner, List<String> models) {}

    private Mono<Offer> of(Upstream upstream) {
        List<String> set = upstream.model() == null ? List.of() : List.of(upstream.model());
        boolean lists = upstream.speaksOpenAi() || upstream.speaksAnthropic();
        Mono<List<String>> asked = lists ? models.of(upstream) : Mono.empty();
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

    private static Object list(TreeMap<String, String> owners) {
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put(
                "data",
                owners.keySet().stream().map(name -> model(name, owners)).toList());
        list.put("has_more", false);
        list.put("first_id", owners.isEmpty() ? null : owners.firstKey());
        list.put("last_id", owners.isEmpty() ? null : owners.lastKey());
        return list;
    }

    private static Object one(String name, TreeMap<String, String> owners) {
        if (!owners.containsKey(name)) {
            throw new RequestRefused(unknown(name));
        }
        return model(name, owners);
    }

    static OpenAiError unknown(String model) {
        String shown = model.length() <= LONGEST ? model : model.substring(0, LONGEST);
        return OpenAiError.badRequest(
                404,
                "The model '" + shown + "' does not exist: GET /v1/models lists those that there are.",
                "model",
                "model_not_found");
    }

    private static Object model(String name, Map<String, String> owners) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", name);
        model.put("object", "model");
        // nobody says it
        model.put("created", 0);
        model.put("owned_by", String.valueOf(owners.get(name)));
        model.put("type", "model");
        model.put("display_name", name);
        model.put("created_at", "1970-01-01T00:00:00Z");
        return model;
    }
}
