package dev.signalbox.inference.upstream;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Which models a provider says that it has, as it said last time; its first is its default when nobody names one. */
@Component
public class UpstreamModels {

    private static final int MAX_LIST = 4 << 20;

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

    /** Empty when it does not say; an error when it can't be asked. */
    public Mono<List<String>> of(Upstream upstream) {
        String url = upstream.apiBase() + "/models";
        String key = upstream.label() + " " + url;
        Known before = known.get(key);
        if (before != null && before.until() - System.nanoTime() > 0) {
            return Mono.just(before.models());
        }
        return ask(upstream, url)
                .doOnNext(models -> known.put(key, new Known(models, System.nanoTime() + cacheNanos())));
    }

    private Mono<List<String>> ask(Upstream upstream, String url) {
        return Mono.using(
                () -> credentials.header(upstream, url),
                auth -> http.client(url)
                        .headers(auth::addTo)
                        .get()
                        .uri(url)
                        .response((response, body) -> response.status().code() == 200 ? models(body) : Mono.empty())
                        .next()
                        .timeout(timeout()));
    }

    /** Never more of it than a list of models can be, whatever the provider sends. */
    private static Mono<List<String>> models(ByteBufFlux body) {
        AtomicLong size = new AtomicLong();
        return body.takeWhile(piece -> size.addAndGet(piece.readableBytes()) <= MAX_LIST)
                .collect(ByteArrayOutputStream::new, (all, piece) -> all.writeBytes(ByteBufUtil.getBytes(piece)))
                .filter(all -> size.get() <= MAX_LIST)
                .flatMap(all -> Mono.justOrEmpty(ModelList.parse(all.toByteArray())));
    }

    private Duration timeout() {
        return properties.firstTokenTimeout();
    }

    private long cacheNanos() {
        return properties.modelsCache().toNanos();
    }
}
