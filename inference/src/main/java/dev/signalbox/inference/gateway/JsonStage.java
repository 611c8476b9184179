package dev.signalbox.inference.gateway;

import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Holds an answer in one piece until all of it is there and is one; only then the client gets any of it. */
final class JsonStage {

    private final long max;
    private final HeldAnswers.Room room;
    private final Endpoint endpoint;
    private final UnaryOperator<byte[]> translation;

    private final ReportedUsage usage;

    /**
     * @param translation from what the provider says to what the client is told
     * @param usage where to put what the client is told that it cost
     */
    JsonStage(
            long max,
            HeldAnswers.Room room,
            Endpoint endpoint,
            UnaryOperator<byte[]> translation,
            ReportedUsage usage) {
        this.usage = usage;
        this.max = max;
        this.room = room;
        this.endpoint = endpoint;
        this.translation = translation;
    }

    Flux<ByteBuf> hold(Flux<ByteBuf> answer) {
        return answer.collect(() -> new ByteArrayOutputStream(2048), this::add)
                .map(held -> {
                    byte[] said = translated(held.toByteArray());
                    check(said);
                    return Unpooled.wrappedBuffer(said);
                })
                .flux();
    }

    private void add(ByteArrayOutputStream held, ByteBuf piece) {
        long size = (long) held.size() + piece.readableBytes();
        if (size > max || !room.isFor(size)) {
            throw new UpstreamFailure(size > max ? FailureClass.MALFORMED_ANSWER : FailureClass.NO_ROOM);
        }
        try {
            piece.readBytes(held, piece.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] translated(byte[] said) {
        try {
            return translation.apply(said);
        } catch (UpstreamFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
    }

    /** @throws UpstreamFailure when this is no answer */
    void check(byte[] answer) {
        Scan scan = new Scan(endpoint, usage);
        try {
            TopLevel.scan(answer, scan);
        } catch (JacksonException e) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
        if (scan.error) {
            throw new UpstreamFailure(Diagnosis.inAnswer(answer));
        }
        if (!scan.found) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
    }

    private static final class Scan implements TopLevel.Member {
        private boolean error;
        private boolean found;
        private final Endpoint endpoint;
        private final ReportedUsage usage;

        Scan(Endpoint endpoint, ReportedUsage usage) {
            this.usage = usage;
            this.endpoint = endpoint;
        }

        @Override
        public void at(String name, JsonToken value, JsonParser json) {
            error |= name.equals("error") && value != JsonToken.VALUE_NULL;
            found |= name.equals(endpoint.answer()) && value == endpoint.answerBegins();
            usage.member(name, value, json);
        }
    }
}
