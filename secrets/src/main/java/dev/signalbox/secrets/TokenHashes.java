package dev.signalbox.secrets;

import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keyed hashes of tokens, the same on all nodes. Their key is derived from the one for fingerprints, which lies in the
 * database wrapped by a key-encryption key: re-wrapping gives it another wrapping and never another value, so a hash outlives
 * every rotation, and the database alone is not enough to try tokens out.
 */
public final class TokenHashes {

    private static final String INFO = "signalbox/token-hash";

    private final EncryptionKeys rows;
    private final Fingerprints fingerprints;
    private volatile byte @Nullable [] known;

    /** The key, wrapped: for a copy on disk by which a node knows tokens while the database is away. */
    public record WrappedKey(String keyId, byte[] wrapped) {}

    TokenHashes(EncryptionKeys rows, Fingerprints fingerprints) {
        this.rows = rows;
        this.fingerprints = fingerprints;
    }

    /**
     * 64 hex digits.
     *
     * @throws SecretUnavailableException when the key can't be unwrapped here
     */
    public String of(byte[] token) {
        byte[] key = known;
        if (key == null) {
            key = derived(fingerprints.key());
            known = key;
        }
        return HexFormat.of().formatHex(Crypto.hmac(key, token));
    }

    /** Whether hashing needs no database any more. */
    public boolean ready() {
        return known != null;
    }

    /** Takes the key as the database has it; nothing when no token was ever hashed. */
    public Optional<WrappedKey> load() {
        Optional<EncryptionKeys.Wrapped> stored = rows.fingerprintKey();
        stored.ifPresent(wrapped -> known = derived(fingerprints.unwrap(wrapped)));
        return stored.map(wrapped -> new WrappedKey(wrapped.keyId(), wrapped.wrappedKey()));
    }

    /** @throws SecretUnavailableException when it is wrapped by a key that is not here (any more) */
    public void restore(WrappedKey copy) {
        known = derived(fingerprints.unwrap(new EncryptionKeys.Wrapped(copy.keyId(), copy.wrapped())));
    }

    private static byte[] derived(byte[] key) {
        return Crypto.hkdf(new byte[0], key, INFO);
    }
}
