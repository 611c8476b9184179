package dev.signalbox.inference.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;

/** Which model to ask a provider for when neither client nor operator names one: the first of its own list. */
@Component
public class DefaultModels {

    private static final int MAX_LIST = 4 << 20;

    private record Known(String model, long until) {}

    private final UpstreamHttp http;
    private final Credentials credentials;
    private final UpstreamProperties properties;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    DefaultModels(UpstreamHttp http, Credentials credentials, UpstreamProperties properties) {
        this.http = http;
        this.credentials = credentials;
        this.properties = properties;
    }

    /** Empty when the provider offers none or does not say; an error when it can't be asked. */
    public Mono<String> of(Upstream upstream) {
        if (upstream.model() != null) {
            return Mono.just(upstream.model());
        }
        String url = upstream.apiBase() + "/models";
        Known before = known.get(url);
        if (before != null && before.until() - System.nanoTime() > 0) {
            return Mono.just(before.model());
        }
        return ask(upstream, url).doOnNext(model -> known.put(url, new Known(model, System.nanoTime() + cacheNanos())));
    }

    private Mono<String> ask(Upstream upstream, String url) {
        return Mono.using(
                () -> credentials.header(upstream, url),
                auth -> http.client(url)
                        .headers(auth::addTo)
                        .get()
                        .uri(url)
                        .responseSingle(
                                (response, body) -> response.status().code() == 200 ? firstOf(body) : Mono.empty())
                        .timeout(timeout()));
    }

    private static Mono<String> firstOf(ByteBufMono body) {
        return body.asByteArray()
                .filter(bytes -> bytes.length <= MAX_LIST)
                .flatMap(bytes -> Mono.justOrEmpty(
                        ModelList.parse(bytes).flatMap(models -> models.stream().findFirst())));
    }

    private Duration timeout() {
        return properties.firstTokenTimeout();
    }

    private long cacheNanos() {
        return properties.modelsCache().toNanos();
    }
}
