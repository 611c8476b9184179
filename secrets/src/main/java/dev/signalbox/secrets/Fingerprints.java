package dev.signalbox.secrets;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keyed hashes that tell equal secrets apart from others, and outlive the key-encryption keys. */
final class Fingerprints {

    private final EncryptionKeys rows;
    private final Keys keys;
    private volatile byte @Nullable [] known;

    Fingerprints(EncryptionKeys rows, Keys keys) {
        this.rows = rows;
        this.keys = keys;
    }

    /** 16 hex digits. */
    String of(byte[] data) {
        return HexFormat.of().formatHex(Crypto.hmac(key(), data), 0, 8);
    }

    /** To derive others from. */
    byte[] key() {
        byte[] key = known;
        if (key == null) {
            key = load();
            known = key;
        }
        return key;
    }

    private byte[] load() {
        return rows.fingerprintKey().map(this::unwrap).orElseGet(this::first);
    }

    /** What fingerprints were made with so far, if there were any: they stay valid. */
    private byte[] first() {
        KeyEncryptionKey primary = keys.primary();
        byte[] key = primary instanceof LocalKey local ? local.fingerprintKey() : Crypto.random(Crypto.KEY_BYTES);
        rows.addFingerprintKey(wrap(primary, key));
        Arrays.fill(key, (byte) 0);
        // another node may have been faster
        return rows.fingerprintKey().map(this::unwrap).orElseThrow();
    }

    /** Puts its key under the primary one. */
    void rewrap() {
        rows.fingerprintKey().ifPresent(before -> {
            KeyEncryptionKey primary = keys.primary();
            if (!before.keyId().equals(primary.id())) {
                rows.rewrapFingerprintKey(before, wrap(primary, unwrap(before)));
            }
        });
    }

    private static EncryptionKeys.Wrapped wrap(KeyEncryptionKey by, byte[] key) {
        return new EncryptionKeys.Wrapped(by.id(), by.wrap(key, context(by.id())));
    }

    byte[] unwrap(EncryptionKeys.Wrapped wrapped) {
        try {
            return keys.get(wrapped.keyId()).unwrap(wrapped.wrappedKey(), context(wrapped.keyId()));
        } catch (GeneralSecurityException e) {
            throw new SecretUnavailableException("The key for fingerprints can't be unwrapped with the encryption key "
                    + wrapped.keyId() + ": its row was changed or damaged.");
        }
    }

    private static byte[] context(String keyId) {
        return Envelope.context("signalbox/fingerprint-key", java.util.List.of(keyId));
    }
}
