package dev.signalbox.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The three primitives, all of one named JCE provider, so that a FIPS build swaps it here. */
final class Crypto {

    static final int KEY_BYTES = 32;
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;

    private Crypto() {}

    static Provider provider() {
        return PROVIDER;
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static SecretKey aesKey(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    /** AES-256-GCM: format version, fresh nonce, ciphertext, tag. */
    static byte[] encrypt(SecretKey key, byte[] plaintext, byte[] associated) {
        byte[] sealed = new byte[plaintext.length + OVERHEAD];
        byte[] nonce = random(NONCE_BYTES);
        sealed[0] = FORMAT;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, nonce, associated)
                    .doFinal(plaintext, 0, plaintext.length, sealed, 1 + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not usable", e);
        }
    }

    /** @throws GeneralSecurityException if anything was changed, or the key is another */
    static byte[] decrypt(SecretKey key, byte[] sealed, byte[] associated) throws GeneralSecurityException {
        if (sealed.length < OVERHEAD || sealed[0] != FORMAT) {
            throw new GeneralSecurityException("truncated, or of an unknown format");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        // into an array of our own: the provider then keeps no copy of the plaintext that nobody can zero
        byte[] plaintext = new byte[sealed.length - OVERHEAD];
        try {
            cipher(Cipher.DECRYPT_MODE, key, nonce, associated)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES, plaintext, 0);
            return plaintext;
        } catch (GeneralSecurityException e) {
            Arrays.fill(plaintext, (byte) 0);
            throw e;
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256", PROVIDER);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not usable", e);
        }
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256", PROVIDER).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not usable", e);
        }
    }

    /** HKDF-SHA-256 (RFC 5869), one block: 32 bytes. */
    static byte[] hkdf(byte[] salt, byte[] keyMaterial, String info) {
        byte[] extracted = hmac(salt.length == 0 ? new byte[KEY_BYTES] : salt, keyMaterial);
        try {
            return hmac(extracted, info.getBytes(StandardCharsets.ISO_8859_1), new byte[] {1});
        } finally {
            Arrays.fill(extracted, (byte) 0);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
