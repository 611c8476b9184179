package dev.signalbox.secrets;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** A plaintext secret, for as short a time as possible: unprintable, not serialisable, zeroed on close. */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private volatile boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes over the array: closing the secret zeroes it. */
    public static Secret of(byte[] utf8) {
        return new Secret(utf8);
    }

    /**
     * The plaintext, UTF-8; the array itself, not a copy.
     *
     * @throws IllegalStateException once closed
     */
    public byte[] bytes() {
        if (closed) {
            throw new IllegalStateException("The secret is closed");
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Jackson may be set to see private fields; this way it fails instead of writing the plaintext. */
    @JsonValue
    @SuppressWarnings({"unused", "UnusedMethod"})
    private Object refuseJson() {
        throw new UnsupportedOperationException("A secret is never serialised");
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
