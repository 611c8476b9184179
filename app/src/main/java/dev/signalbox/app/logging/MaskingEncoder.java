package dev.signalbox.app.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Masks what another encoder has made: message, arguments, MDC, thread and stack trace at once, in any format. */
final class MaskingEncoder extends EncoderBase<ILoggingEvent> {

    private final Encoder<ILoggingEvent> encoder;

    MaskingEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
        start();
    }

    boolean isPlain() {
        return encoder instanceof PatternLayoutEncoder;
    }

    @Override
    public byte[] headerBytes() {
        return encoder.headerBytes();
    }

    /** Keys are ASCII; ISO 8859-1 leaves the bytes of all other characters as they are. */
    @Override
    public byte[] encode(ILoggingEvent event) {
        byte[] bytes = encoder.encode(event);
        String line = new String(bytes, StandardCharsets.ISO_8859_1);
        String masked = KeyPatterns.masked(line);
        return masked.equals(line) ? bytes : masked.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] footerBytes() {
        return encoder.footerBytes();
    }

    @Override
    public void stop() {
        super.stop();
        encoder.stop();
    }
}
