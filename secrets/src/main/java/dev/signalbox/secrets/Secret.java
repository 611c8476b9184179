package dev.signalbox.secrets;

/** A plaintext secret, for as short a time as possible: unprintable, zeroed on close. */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes over the array: closing the secret zeroes it. */
    public static Secret of(byte[] utf8) {
        return new Secret(utf8);
    }

    /** The plaintext, UTF-8; the array itself, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        java.util.Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
