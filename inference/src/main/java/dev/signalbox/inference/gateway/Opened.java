package dev.signalbox.inference.gateway;

import dev.signalbox.inference.limit.Admission;
import dev.signalbox.inference.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A request on the short way whose head is there and fine, and whose body is coming. */
final class Opened {

    final HttpRequest head;
    final Endpoint endpoint;
    final Caller caller;
    final RequestIds ids;
    final AccessLog line = new AccessLog();
    private final byte[] body;
    private int size;
    private boolean admitted;
    private @Nullable Admission admission;

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

    /** Its client's limits have counted it. @param as null when there are none */
    void admitted(@Nullable Admission as) {
        admitted = true;
        admission = as;
    }

    @Nullable
    Admission admission() {
        return admission;
    }

    /** Nobody was asked. */
    Detour detour() {
        return detour(null, null);
    }

    Detour detour(@Nullable Upstream asked, @Nullable UpstreamFailure failure) {
        return new Detour(ids, line, caller, admitted, admission, asked, failure);
    }
}
