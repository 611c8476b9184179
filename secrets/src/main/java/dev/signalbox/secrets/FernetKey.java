package dev.signalbox.secrets;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens Fernet tokens (AES-128-CBC, HMAC-SHA-256), for moving in only. A token's age doesn't matter: it was kept in a
 * database, not sent. See <a href="https://github.com/fernet/spec/blob/master/Spec.md">the specification</a>.
 */
public final class FernetKey implements AutoCloseable {

    private static final byte VERSION = (byte) 0x80;
    private static final int HEADER = 1 + 8 + 16;
    private static final int TAG = 32;
    private static final int BLOCK = 16;

    private final byte[] key;

    private FernetKey(byte[] key) {
        this.key = key;
    }

    /**
     * @param source where the text comes from, for the message
     * @throws InvalidEncryptionKeyException if it is no key
     */
    public static FernetKey parse(String text, String source) {
        return new FernetKey(MasterKey.parse(text, source));
    }

    /** Empty when it was made with another key, or was changed. The check comes first, and takes the same time always. */
    public Optional<Secret> open(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int sealed = bytes.length - HEADER - TAG;
        if (sealed < BLOCK || sealed % BLOCK != 0 || bytes[0] != VERSION) {
            return Optional.empty();
        }
        byte[] signing = Arrays.copyOfRange(key, 0, 16);
        byte[] expected = Crypto.hmac(signing, Arrays.copyOf(bytes, bytes.length - TAG));
        Arrays.fill(signing, (byte) 0);
        boolean genuine = MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, bytes.length - TAG, bytes.length));
        return genuine ? decrypted(bytes, sealed) : Optional.empty();
    }

    private Optional<Secret> decrypted(byte[] token, int length) {
        byte[] plaintext = new byte[length];
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS7Padding", Crypto.provider());
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, 16, 16, "AES"), new IvParameterSpec(token, 9, BLOCK));
            int written = cipher.doFinal(token, HEADER, length, plaintext, 0);
            return Optional.of(Secret.of(Arrays.copyOf(plaintext, written)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }
}
