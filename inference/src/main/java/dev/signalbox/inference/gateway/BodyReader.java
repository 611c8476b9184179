package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.util.context.Context;

/** Reads a JSON request's body, but never more of it than allowed. */
final class BodyReader {

    /** So much more is read and thrown away: who is cut off while still sending does not see why. */
    private static final long LINGER = 8 << 20;

    /** Reactor Netty tells of a broken body again when the answer is out; that would be logged, and anybody can cause it. */
    private static final Context TOLD_ONCE =
            Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) again -> {});

    private final long max;

    BodyReader(long max) {
        this.max = max;
    }

    Mono<byte[]> read(HttpServerRequest request) {
        String type = request.requestHeaders().get(HttpHeaderNames.CONTENT_TYPE);
        if (!isJson(type)) {
            return Mono.error(new RequestRefused(OpenAiError.badRequest(
                    415, "Content-Type must be application/json.", null, "unsupported_media_type")));
        }
        String encoding = request.requestHeaders().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            // a few compressed bytes may be any number of others
            return Mono.error(new RequestRefused(OpenAiError.badRequest(
                    415,
                    "Content-Encoding is not supported: send the body as it is.",
                    null,
                    "unsupported_media_type")));
        }
        int announced = request.requestHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, 1024);
        if (announced > max + LINGER) {
            return Mono.error(tooLarge());
        }
        return collect(request.receive(), (int) Math.min(announced, max));
    }

    Mono<byte[]> collect(Flux<ByteBuf> bytes, int expected) {
        return bytes.collect(() -> new Body(expected), this::add)
                .map(body -> {
                    if (body.over > 0) {
                        throw tooLarge();
                    }
                    return body.bytes.toByteArray();
                })
                .contextWrite(TOLD_ONCE);
    }

    private static final class Body {
        private final ByteArrayOutputStream bytes;
        private long over;

        Body(int expected) {
            bytes = new ByteArrayOutputStream(expected);
        }
    }

    private void add(Body body, ByteBuf piece) {
        if (body.over > 0 || body.bytes.size() + piece.readableBytes() > max) {
            body.over += piece.readableBytes();
            if (body.over > LINGER) {
                throw tooLarge();
            }
            return;
        }
        try {
            piece.readBytes(body.bytes, piece.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RequestRefused tooLarge() {
        return new RequestRefused(OpenAiError.badRequest(
                413, "The request's body is larger than " + max + " bytes.", null, "request_too_large"));
    }

    /** {@code application/json} or any {@code +json}; in UTF-8, as JSON is. */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        if (contentType.equals("application/json")) {
            return true;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }
}
