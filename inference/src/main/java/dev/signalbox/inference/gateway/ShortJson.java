package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An answer in one piece: held until all of it is there and is one, then sent with its head in one write. */
final class ShortJson extends ShortAnswer {

    private static final int LEAST = 2048;

    private final long max;
    private final int expected;
    private @Nullable ByteBuf held;

    /** @param announced how long it says that it is */
    ShortJson(ShortCall call, String contentType, long announced) {
        super(call, contentType);
        max = call.all.properties().gateway().maxAnswer().toBytes();
        expected = (int) Math.clamp(announced, LEAST, Math.min(max, 1 << 20));
    }

    @Override
    void piece(ByteBuf piece, boolean last) {
        if (held == null) {
            held = piece;
        } else {
            held = joined(held, piece, expected);
        }
        if (held.readableBytes() > max) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
        if (last) {
            send(held);
        }
    }

    private void send(ByteBuf answer) {
        byte[] bytes = ByteBufUtil.getBytes(answer);
        new JsonStage(max, call.request.endpoint(), UnaryOperator.identity(), usage).check(bytes);
        held = null;
        call.succeeded();
        HttpHeaders headers = headers(HttpHeaderValues.NO_STORE);
        headers.add(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
        finish(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, answer, headers, EmptyHttpHeaders.INSTANCE));
    }

    @Override
    void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
