package dev.signalbox.inference.gateway;

import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.signal.RequestOperation;
import dev.signalbox.events.signal.UserAgent;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/** Who was turned away, as the audit log wants to know it. The data plane trusts no proxy's word: the peer is the client. */
final class Denied {

    private Denied() {}

    static Map<String, String> metadata(Exchange exchange) {
        Map<String, String> metadata = new HashMap<>();
        boolean known = exchange.authenticated();
        metadata.put(MetadataKeys.USER, known ? exchange.caller().name() : "anonymous");
        metadata.put(MetadataKeys.ACTOR_TYPE, known ? "token" : "anonymous");
        metadata.put(MetadataKeys.AUTHENTICATION, known ? "token" : "none");
        if (known) {
            metadata.put(MetadataKeys.TOKEN_ID, exchange.caller().tokenId());
        }
        metadata.putAll(exchange.suspect());
        metadata.put(MetadataKeys.REQUEST_ID, exchange.ids().requestId());
        String traceparent = exchange.ids().traceparent();
        if (traceparent != null) {
            metadata.put(MetadataKeys.TRACE_ID, traceparent.substring(3, 35));
        }
        address(exchange.request().remoteAddress(), metadata);
        String agent = exchange.request().requestHeaders().get(HttpHeaderNames.USER_AGENT);
        if (agent != null) {
            metadata.put(MetadataKeys.USER_AGENT, UserAgent.printable(agent));
        }
        return metadata;
    }

    /** Of a request that could not be read there is no more to be known. */
    static Map<String, String> stranger(@Nullable SocketAddress peer) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(MetadataKeys.USER, "anonymous");
        metadata.put(MetadataKeys.ACTOR_TYPE, "anonymous");
        metadata.put(MetadataKeys.AUTHENTICATION, "none");
        address(peer, metadata);
        return metadata;
    }

    private static void address(@Nullable SocketAddress peer, Map<String, String> metadata) {
        if (peer instanceof InetSocketAddress known && known.getAddress() != null) {
            metadata.put(MetadataKeys.CLIENT_ADDRESS, known.getAddress().getHostAddress());
        }
    }

    static String operation(HttpServerRequest request) {
        String path = request.fullPath();
        return RequestOperation.of(request.method().name(), path.isEmpty() ? request.uri() : path);
    }
}
