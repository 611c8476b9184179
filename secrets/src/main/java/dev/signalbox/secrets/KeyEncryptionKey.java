package dev.signalbox.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/** What the installation's 32-byte master key is turned into: a key that wraps data keys, and one for fingerprints. */
final class KeyEncryptionKey {

    // fixed for ever: another text is another key
    private static final String WRAP_INFO = "signalbox/v1/key-encryption-key";
    private static final String FINGERPRINT_INFO = "signalbox/v1/fingerprint";
    private static final byte[] ID_LABEL = "signalbox/v1/key-id".getBytes(StandardCharsets.US_ASCII);

    private final String id;
    private final SecretKey wrap;
    private final byte[] fingerprint;

    private KeyEncryptionKey(String id, SecretKey wrap, byte[] fingerprint) {
        this.id = id;
        this.wrap = wrap;
        this.fingerprint = fingerprint;
    }

    /** Zeroes the master key. */
    static KeyEncryptionKey derive(byte[] master) {
        byte[] wrap = Crypto.hkdf(new byte[0], master, WRAP_INFO);
        byte[] fingerprint = Crypto.hkdf(new byte[0], master, FINGERPRINT_INFO);
        Arrays.fill(master, (byte) 0);
        String id = HexFormat.of().formatHex(Crypto.hmac(ID_LABEL, wrap), 0, 4);
        KeyEncryptionKey key = new KeyEncryptionKey(id, Crypto.aesKey(wrap), fingerprint);
        Arrays.fill(wrap, (byte) 0);
        return key;
    }

    /** Eight hex digits that tell keys apart and tell nothing about the key. */
    String id() {
        return id;
    }

    SecretKey wrap() {
        return wrap;
    }

    String fingerprintOf(byte[] plaintext) {
        return HexFormat.of().formatHex(Crypto.hmac(fingerprint, plaintext), 0, 8);
    }
}
