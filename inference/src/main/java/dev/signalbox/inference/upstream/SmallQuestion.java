package dev.signalbox.inference.upstream;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/** Something that a provider is asked beside its work. */
final class SmallQuestion {

    private SmallQuestion() {}

    /** The answer, or nothing when its status is not 200 or it is too large; an error when there is none. */
    static Mono<byte[]> ask(UpstreamHttp http, Credentials credentials, Upstream upstream, String url, long max) {
        return Mono.using(
                () -> credentials.header(upstream, url),
                auth -> http.client(url)
                        .headers(headers -> {
                            upstream.headers().forEach(headers::set);
                            auth.addTo(headers);
                        })
                        .get()
                        .uri(url)
                        .response((response, body) -> response.status().code() == 200 ? read(body, max) : Mono.empty())
                        .next());
    }

    /** Never more of it than that, whatever the provider sends. */
    private static Mono<byte[]> read(ByteBufFlux body, long max) {
        AtomicLong size = new AtomicLong();
        return body.takeWhile(piece -> size.addAndGet(piece.readableBytes()) <= max)
                .collect(ByteArrayOutputStream::new, (all, piece) -> all.writeBytes(ByteBufUtil.getBytes(piece)))
                .filter(all -> size.get() <= max)
                .map(ByteArrayOutputStream::toByteArray);
    }
}
