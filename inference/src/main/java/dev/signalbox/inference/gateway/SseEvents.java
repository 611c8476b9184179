package dev.signalbox.inference.gateway;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of server-sent events as its bytes go by. Up to the first content it looks at every event;
 * after that only at the beginnings of lines, for the end of the stream.
 */
final class SseEvents {

    /** Events this large are not looked at any more: whatever they are, they are content. */
    private static final int MAX_EVENT = 1 << 20;

    /** {@code data: {"error"} and {@code data: [DONE]} fit. */
    private static final int PREFIX = 32;

    private final ApiStyle style;
    /** How almost all lines begin once content flows; none of them ends a stream. */
    private static final byte[] ORDINARY = "data: {\"id\"".getBytes(StandardCharsets.US_ASCII);

    private byte[] line = new byte[256];
    private int length;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(256);
    private long seen;
    private long complete;
    private boolean content;
    private boolean terminated;
    private @Nullable FailureClass failure;

    SseEvents(ApiStyle style) {
        this.style = style;
    }

    void feed(ByteBuf chunk) {
        int at = chunk.readerIndex();
        int end = chunk.writerIndex();
        while (at < end) {
            int newline = chunk.indexOf(at, end, (byte) '\n');
            int lineEnd = newline < 0 ? end : newline;
            append(chunk, at, lineEnd - at);
            seen += lineEnd - at;
            at = lineEnd;
            if (newline >= 0) {
                seen++;
                at++;
                endLine();
            }
        }
    }

    /** The stream is over: what stands there without a line's end counts too. */
    void end() {
        endLine();
        endEvent();
    }

    private void append(ByteBuf chunk, int from, int count) {
        int wanted = content ? Math.min(count, PREFIX - length) : count;
        if (wanted > 0) {
            if (length + wanted > line.length) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, length + wanted));
            }
            chunk.getBytes(from, line, length, wanted);
            length += wanted;
        }
        content |= length + data.size() > MAX_EVENT;
    }

    private void endLine() {
        boolean blank = length == 0 || length == 1 && line[0] == '\r';
        if (!blank && !(content && isOrdinary())) {
            look(new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing());
        }
        length = 0;
        if (blank) {
            endEvent();
            complete = seen;
        }
    }

    private boolean isOrdinary() {
        return length >= ORDINARY.length && Arrays.equals(line, 0, ORDINARY.length, ORDINARY, 0, ORDINARY.length);
    }

    private void look(String text) {
        if (content) {
            terminated |= style.ends(text);
        } else if (text.startsWith("data:")) {
            byte[] bytes = text.substring(5).stripLeading().getBytes(StandardCharsets.UTF_8);
            data.write(bytes, 0, bytes.length);
        }
    }

    private void endEvent() {
        if (content || data.size() == 0) {
            return;
        }
        byte[] event = data.toByteArray();
        switch (style.classify(event)) {
            case CONTENT -> content = true;
            case NEUTRAL -> {}
            case ERROR -> failure = Diagnosis.inAnswer(event);
            case END -> failure = FailureClass.CUT_BEFORE_CONTENT;
            case GARBAGE -> failure = FailureClass.MALFORMED_ANSWER;
        }
        data.reset();
    }

    /** Whether the first content was there. */
    boolean content() {
        return content;
    }

    /** Whether the provider said itself how the stream ended: {@code [DONE]}, {@code message_stop} or an error event. */
    boolean terminated() {
        return terminated;
    }

    /** What went wrong before the first content. */
    @Nullable
    FailureClass failure() {
        return content ? null : failure;
    }

    /** How many bytes belong to events that are complete. */
    long complete() {
        return complete;
    }
}
