package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
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
    private final HeldAnswers.Room room;
    private @Nullable ByteBuf held;
    private boolean sent;

    /**
     * @param announced how long it says that it is
     * @throws UpstreamFailure when there is no room for that
     */
    ShortJson(ShortCall call, String contentType, long announced) {
        super(call, contentType);
        max = call.all.properties().gateway().maxAnswer().toBytes();
        room = call.all.heldAnswers().room();
        if (!room.isFor(Math.min(announced, max))) {
            throw new UpstreamFailure(FailureClass.NO_ROOM);
        }
        expected = (int) Math.clamp(announced, LEAST, Math.min(max, 1 << 20));
    }

    @Override
    void piece(ByteBuf piece, boolean last) {
        long size = piece.readableBytes() + (held == null ? 0L : held.readableBytes());
        if (size > max || !room.isFor(size)) {
            piece.release();
            throw new UpstreamFailure(size > max ? FailureClass.MALFORMED_ANSWER : FailureClass.NO_ROOM);
        }
        held = held == null ? piece : joined(held, piece, expected);
        if (last) {
            send(held);
        }
    }

    private void send(ByteBuf answer) {
        byte[] bytes = ByteBufUtil.getBytes(answer);
        new JsonStage(max, room, call.request.endpoint(), UnaryOperator.identity(), usage).check(bytes);
        held = null;
        sent = true;
        call.succeeded();
        HttpHeaders headers = headers(HttpHeaderValues.NO_STORE);
        headers.add(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
        finish(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, answer, headers, EmptyHttpHeaders.INSTANCE));
    }

    @Override
    ChannelPromise written(ChannelHandlerContext client) {
        return room.isTaken() ? client.newPromise().addListener(out -> room.giveBack()) : client.voidPromise();
    }

    @Override
    void release() {
        if (!sent) {
            room.giveBack();
        }
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
