package dev.signalbox.inference.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A URL as one event loop knows it: its connections, and what every request to it begins with. */
public final class DirectRoute {

    private final DirectPool pool;
    private final String origin;
    private final byte[] head;

    DirectRoute(DirectPool pool, URI url, String origin) {
        this.pool = pool;
        this.origin = origin;
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        head = ("POST " + url.getRawPath() + query + " HTTP/1.1\r\nhost: " + url.getRawAuthority()
                        + "\r\nuser-agent: signalbox\r\ncontent-type: application/json\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** To which a credential may be bound. */
    public String origin() {
        return origin;
    }

    /** Whether somebody would have to wait for a connection. */
    public boolean isFull() {
        return pool.isFull();
    }

    public void connect(EventLoop loop, DirectAnswer answer) {
        pool.connect(loop, answer);
    }

    /** Line and first headers. */
    public void begin(ByteBuf request) {
        request.writeBytes(head);
    }
}
