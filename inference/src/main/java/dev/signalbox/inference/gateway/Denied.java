package dev.signalbox.inference.gateway;

import dev.signalbox.events.signal.MetadataKeys;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Who was turned away, as the audit log wants to know it. The data plane trusts no proxy's word: the peer is the client. */
final class Denied {

    private static final int LONGEST = 255;

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
        InetSocketAddress peer = exchange.request().remoteAddress();
        if (peer != null && peer.getAddress() != null) {
            metadata.put(MetadataKeys.CLIENT_ADDRESS, peer.getAddress().getHostAddress());
        }
        String agent = exchange.request().requestHeaders().get(HttpHeaderNames.USER_AGENT);
        if (agent != null) {
            String printable = agent.replaceAll("[^\\x20-\\x7e]", "?");
            metadata.put(
                    MetadataKeys.USER_AGENT,
                    printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST));
        }
        return metadata;
    }
}
