package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A status that is no success, and what is said to it. */
final class ShortRefusal extends ShortAnswer {

    private final int status;
    private final @Nullable RetryAfter retryAfter;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream(256);

    ShortRefusal(ShortCall call, int status, HttpHeaders headers) {
        super(call, "");
        this.status = status;
        retryAfter = RetryAfter.of(headers, Instant.now());
    }

    @Override
    void piece(ByteBuf piece, boolean last) {
        boolean tooLong = said.size() + piece.readableBytes() > Attempt.MAX_REFUSAL;
        if (!tooLong) {
            said.writeBytes(ByteBufUtil.getBytes(piece));
        }
        piece.release();
        if (tooLong || last) {
            throw failure(tooLong ? new byte[0] : said.toByteArray());
        }
    }

    /** As far as its text came. */
    UpstreamFailure failure() {
        return failure(new byte[0]);
    }

    private UpstreamFailure failure(byte[] text) {
        FailureClass failure = Diagnosis.of(status, text);
        OpenAiError words = failure.inItsOwnWords()
                ? Refusal.read(status, text, call.target.upstream().label(), call.target.auth())
                : null;
        return new UpstreamFailure(failure, words, retryAfter);
    }

    @Override
    void release() {}
}
