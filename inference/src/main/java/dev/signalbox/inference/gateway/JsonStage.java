package dev.signalbox.inference.gateway;

import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Holds an answer in one piece until all of it is there and is one; only then the client gets any of it. */
final class JsonStage {

    private final long max;
    private final String array;
    private final ReportedUsage usage;

    /**
     * @param array the member that an answer of this endpoint has
     * @param usage where to put what the answer says that it cost
     */
    JsonStage(long max, String array, ReportedUsage usage) {
        this.max = max;
        this.array = array;
        this.usage = usage;
    }

    Flux<ByteBuf> hold(Flux<ByteBuf> answer) {
        return answer.collect(() -> new ByteArrayOutputStream(2048), this::add)
                .map(held -> check(held.toByteArray()))
                .flux();
    }

    private void add(ByteArrayOutputStream held, ByteBuf piece) {
        if (held.size() + piece.readableBytes() > max) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
        try {
            piece.readBytes(held, piece.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ByteBuf check(byte[] answer) {
        Scan scan = new Scan(array, usage);
        try {
            TopLevel.scan(answer, scan);
        } catch (JacksonException e) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
        if (scan.error) {
            throw new UpstreamFailure(FailureClass.ERROR_IN_ANSWER);
        }
        if (!scan.found) {
            throw new UpstreamFailure(FailureClass.MALFORMED_ANSWER);
        }
        return Unpooled.wrappedBuffer(answer);
    }

    private static final class Scan implements TopLevel.Member {
        private boolean error;
        private boolean found;
        private final String array;
        private final ReportedUsage usage;

        Scan(String array, ReportedUsage usage) {
            this.array = array;
            this.usage = usage;
        }

        @Override
        public void at(String name, JsonToken value, JsonParser json) {
            error |= name.equals("error") && value != JsonToken.VALUE_NULL;
            found |= name.equals(array) && value == JsonToken.START_ARRAY;
            usage.member(name, value, json);
        }
    }
}
