package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** A stream: whatever has come by one read of the provider's goes to the client by one write. */
final class ShortStream extends ShortAnswer implements SseStage.Listener {

    private static final int READ = 4096;

    private final SseStage stage;
    private @Nullable ByteBuf batch;
    private boolean headSent;

    ShortStream(ShortCall call, String contentType) {
        super(call, contentType);
        stage = new SseStage(
                ApiStyle.OPENAI,
                failure -> ApiStyle.OPENAI.event(
                        failure.error(call.target.upstream().label()), call.opened.ids),
                this,
                new UsageTap(usage, call.request.hidesUsage()));
    }

    @Override
    void piece(ByteBuf piece, boolean last) {
        if (batch == null) {
            batch = piece;
        } else {
            batch = joined(batch, piece, READ);
        }
        if (last) {
            flush();
            write(stage.end());
            finish(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Override
    void pause() {
        if (flush()) {
            call.client().flush();
        }
    }

    /** Whether anything was written. */
    private boolean flush() {
        ByteBuf come = batch;
        batch = null;
        if (come == null) {
            return false;
        }
        if (!come.isReadable()) {
            come.release();
            return false;
        }
        return write(stage.accept(come));
    }

    private boolean write(@Nullable ByteBuf shown) {
        ChannelHandlerContext client = call.client();
        boolean first = stage.committed() && !headSent;
        if (first) {
            headSent = true;
            HttpHeaders headers = headers(HttpHeaderValues.NO_CACHE);
            headers.add(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            client.write(
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, headers),
                    client.voidPromise());
        }
        if (shown != null) {
            client.write(new DefaultHttpContent(shown), client.voidPromise());
        }
        return first || shown != null;
    }

    @Override
    boolean committed() {
        return stage.committed();
    }

    @Override
    public void content() {
        call.succeeded();
        call.content();
    }

    @Override
    public void brokenOff(FailureClass failure) {
        call.brokenOff(failure);
    }

    @Override
    void broken(Throwable cause) {
        flush();
        write(stage.broken(cause));
        finish(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Override
    void release() {
        stage.release();
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }
}
