package dev.signalbox.inference.upstream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which models a provider says that it has, as it said last time; its first is its default when nobody names one. */
@Component
public class UpstreamModels {

    private static final int MAX_LIST = 4 << 20;

    /** A list younger than this is not asked for again because of an unknown name. */
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    private record Known(List<String> models, long until) {}

    private final UpstreamHttp http;
    private final Credentials credentials;
    private final UpstreamProperties properties;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    UpstreamModels(UpstreamHttp http, Credentials credentials, UpstreamProperties properties) {
        this.http = http;
        this.credentials = credentials;
        this.properties = properties;
    }

    /** What to ask it for when the client leaves that open; empty when nobody says, an error when it can't be asked. */
    public Mono<String> defaultOf(Upstream upstream) {
        if (upstream.model() != null) {
            return Mono.just(upstream.model());
        }
        return of(upstream).flatMap(models -> Mono.justOrEmpty(models.stream().findFirst()));
    }

    /**
     * Whether it says itself that it has no such model. Only of servers whose list is complete: it is asked again before a
     * model is denied that may have come since.
     */
    public Mono<Boolean> denies(Upstream upstream, String model) {
        Known before = known.get(key(upstream, url(upstream)));
        if (before == null || !listsAll(upstream) || lists(before.models(), model)) {
            return Mono.just(false);
        }
        boolean old = before.until() - System.nanoTime() < cacheNanos() - FRESH;
        return (old ? fresh(upstream) : Mono.just(before.models()))
                .map(models -> !lists(models, model))
                // who can't be asked has denied nothing
                .onErrorReturn(false)
                .defaultIfEmpty(false);
    }

    /** Whether nothing that is known speaks against it, so that nobody has to be asked. */
    public boolean mayHave(Upstream upstream, String model) {
        if (!listsAll(upstream)) {
            return true;
        }
        Known before = known.get(key(upstream, url(upstream)));
        return before == null || lists(before.models(), model);
    }

    /** llama.cpp takes any name, and vendors have models that they don't list. */
    private static boolean listsAll(Upstream upstream) {
        String kind = upstream.route().kind();
        return upstream.isServer() && (kind.equals("vllm") || kind.equals("ollama"));
    }

    private static boolean lists(List<String> models, String model) {
        // Ollama's names have a tag, which need not be said
        return models.contains(model) || models.contains(model + ":latest");
    }

    /** Empty when it does not say; an error when it can't be asked. */
    public Mono<List<String>> of(Upstream upstream) {
        Known before = known.get(key(upstream, url(upstream)));
        boolean valid = before != null && before.until() - System.nanoTime() > 0;
        return before != null && valid ? Mono.just(before.models()) : fresh(upstream);
    }

    private Mono<List<String>> fresh(Upstream upstream) {
        String url = url(upstream);
        return ask(upstream, url)
                .doOnNext(models -> known.put(key(upstream, url), new Known(models, System.nanoTime() + cacheNanos())));
    }

    private static String url(Upstream upstream) {
        return upstream.apiBase() + "/models";
    }

    private static String key(Upstream upstream, String url) {
        return upstream.label() + " " + url;
    }

    private Mono<List<String>> ask(Upstream upstream, String url) {
        return SmallQuestion.ask(http, credentials, upstream, url, MAX_LIST)
                .flatMap(said -> Mono.justOrEmpty(ModelList.parse(said)))
                .timeout(timeout());
    }

    private Duration timeout() {
        return properties.firstTokenTimeout();
    }

    private long cacheNanos() {
        return properties.modelsCache().toNanos();
    }
}
