package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A request as it goes to the provider: head and body in one buffer, and so in one write. */
final class ShortMessage {

    private static final int HEAD = 512;

    private ShortMessage() {}

    static ByteBuf of(ShortCall call, boolean askUsage) {
        RequestIds ids = call.opened.ids;
        ByteBuf body = call.request.forUpstream(call.target.model(), askUsage);
        ByteBuf out = call.client().alloc().directBuffer(body.readableBytes() + HEAD);
        call.target.route().begin(out);
        line(out, call.request.stream() ? "accept: text/event-stream" : "accept: application/json");
        line(out, "content-length: " + body.readableBytes());
        line(out, "x-request-id: " + ids.requestId());
        if (ids.traceparent() != null) {
            line(out, "traceparent: " + ids.traceparent());
        }
        call.target.auth().writeTo(out);
        line(out, "");
        out.writeBytes(body);
        body.release();
        return out;
    }

    /** All of it is ASCII: ours, or checked. */
    private static void line(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        out.writeByte('\r').writeByte('\n');
    }
}
