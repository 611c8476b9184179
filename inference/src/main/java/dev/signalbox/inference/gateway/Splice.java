package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a request's body that is replaced, or put in where {@code from} is {@code to}. */
record Splice(int from, int to, byte[] by) {

    /** All other bytes stay as they are. */
    static ByteBuf apply(byte[] body, @Nullable Splice one, @Nullable Splice other) {
        if (one == null || other == null) {
            Splice only = one == null ? other : one;
            return only == null ? Unpooled.wrappedBuffer(body) : apply(body, List.of(only));
        }
        return apply(body, one.from <= other.from ? List.of(one, other) : List.of(other, one));
    }

    private static ByteBuf apply(byte[] body, List<Splice> inOrder) {
        int length = body.length;
        for (Splice splice : inOrder) {
            length += splice.by.length;
        }
        ByteBuf spliced = Unpooled.buffer(length);
        int at = 0;
        for (Splice splice : inOrder) {
            spliced.writeBytes(body, at, splice.from - at).writeBytes(splice.by);
            at = splice.to;
        }
        return spliced.writeBytes(body, at, body.length - at);
    }
}
