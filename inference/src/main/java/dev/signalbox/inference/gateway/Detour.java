package dev.signalbox.inference.gateway;

import dev.signalbox.inference.limit.Admission;
import dev.signalbox.inference.upstream.Upstream;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * What a request that was on the short way brings along to the long one, where everything else is done.
 *
 * @param admitted whether its client's limits have counted it already
 * @param asked the provider that failed; null when none was asked
 */
record Detour(
        RequestIds ids,
        AccessLog line,
        Caller caller,
        boolean admitted,
        @Nullable Admission admission,
        @Nullable Upstream asked,
        @Nullable UpstreamFailure failure) {

    static final AttributeKey<Detour> KEY = AttributeKey.valueOf("signalbox.detour");

    /** Null when it has come the long way from the start. */
    static @Nullable Detour of(HttpServerRequest request) {
        Detour[] found = new Detour[1];
        request.withConnection(
                connection -> found[0] = connection.channel().attr(KEY).getAndSet(null));
        return found[0];
    }

    /** Whether this provider's turn is over. */
    boolean hasAsked(Upstream upstream) {
        return failure != null && upstream.equals(asked);
    }
}
