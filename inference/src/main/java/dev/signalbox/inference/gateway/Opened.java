package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;

/** A request on the short way whose head is there and fine, and whose body is coming. */
final class Opened {

    final HttpRequest head;
    final Endpoint endpoint;
    final Caller caller;
    final RequestIds ids;
    final AccessLog line = new AccessLog();
    private final byte[] body;
    private int size;

    Opened(HttpRequest head, Endpoint endpoint, Caller caller, int length) {
        this.head = head;
        this.endpoint = endpoint;
        this.caller = caller;
        ids = RequestIds.of(head.headers());
        body = new byte[length];
        line.endpoint = endpoint;
        line.caller = caller;
    }

    void add(ByteBuf piece) {
        int length = Math.min(piece.readableBytes(), body.length - size);
        piece.readBytes(body, size, length);
        size += length;
    }

    /** All of it, as soon as all of it is there. */
    byte[] body() {
        return body;
    }

    /** What of it is there. */
    ByteBuf received() {
        return Unpooled.wrappedBuffer(body, 0, size);
    }

    /** Nobody was asked. */
    Detour detour() {
        return new Detour(ids, line, caller, false, null, null, null);
    }
}
