package dev.signalbox.secrets;

/** A ring operation that would shut secrets in; says what to do instead. Nothing was changed. */
public final class KeyRingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    KeyRingException(String code, String message) {
        super(message);
        this.code = code;
    }

    static KeyRingException unknown(String keyId) {
        return new KeyRingException(
                "unknown-key", "There is no key " + keyId + " on this node. GET /api/v1/admin/keyring lists them.");
    }

    /** {@code unknown-key}, {@code key-not-everywhere}, {@code key-is-primary} or {@code key-in-use}. */
    public String code() {
        return code;
    }
}
