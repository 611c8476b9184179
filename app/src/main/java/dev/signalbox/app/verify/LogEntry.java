package dev.signalbox.app.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event as docs/audit-proof.md defines its bytes.
 *
 * @param storedLeaf what the tree in the same database has for it, if known
 */
record LogEntry(long position, byte[] canonical, byte @Nullable [] storedLeaf) {

    /** Collects the ten fields in their order. */
    static final class Builder {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final long position;

        Builder(long position) {
            this.position = position;
            bytes.writeBytes("signalbox-event/1\n".getBytes(StandardCharsets.US_ASCII));
            number(position);
        }

        Builder number(long number) {
            return text(Long.toString(number));
        }

        Builder text(@Nullable String text) {
            return binary(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        Builder binary(byte @Nullable [] content) {
            if (content == null) {
                bytes.write(0);
                return this;
            }
            bytes.write(1);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
            bytes.writeBytes(content);
            return this;
        }

        LogEntry build(byte @Nullable [] storedLeaf) {
            return new LogEntry(position, bytes.toByteArray(), storedLeaf);
        }
    }
}
