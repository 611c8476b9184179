package dev.signalbox.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/** What a 32-byte master key is turned into: a key that wraps data keys, and the fingerprint key of the first installation. */
final class LocalKey implements KeyEncryptionKey {

    // fixed for ever: another text is another key
    private static final String WRAP_INFO = "signalbox/v1/key-encryption-key";
    private static final String FINGERPRINT_INFO = "signalbox/v1/fingerprint";
    private static final byte[] ID_LABEL = "signalbox/v1/key-id".getBytes(StandardCharsets.US_ASCII);

    private final String id;
    private final SecretKey wrap;
    private final byte[] fingerprint;

    private LocalKey(String id, SecretKey wrap, byte[] fingerprint) {
        this.id = id;
        this.wrap = wrap;
        this.fingerprint = fingerprint;
    }

    /** Zeroes the master key. */
    static LocalKey derive(byte[] master) {
        byte[] wrap = Crypto.hkdf(new byte[0], master, WRAP_INFO);
        byte[] fingerprint = Crypto.hkdf(new byte[0], master, FINGERPRINT_INFO);
        Arrays.fill(master, (byte) 0);
        String id = HexFormat.of().formatHex(Crypto.hmac(ID_LABEL, wrap), 0, 4);
        LocalKey key = new LocalKey(id, Crypto.aesKey(wrap), fingerprint);
        Arrays.fill(wrap, (byte) 0);
        return key;
    }

    /** Eight hex digits. */
    @Override
    public String id() {
        return id;
    }

    /** What fingerprints were made with before they had a key of their own; a copy. */
    byte[] fingerprintKey() {
        return fingerprint.clone();
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] context) {
        return Crypto.encrypt(wrap, dataKey, context);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
        return Crypto.decrypt(wrap, wrapped, context);
    }
}
