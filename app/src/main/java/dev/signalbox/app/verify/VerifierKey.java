package dev.signalbox.app.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 public key in the text form of signed notes: {@code name+id+base64}. */
record VerifierKey(String name, byte[] id, PublicKey key, String text) {

    /** What X.509 has before the 32 bytes of an Ed25519 key (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    static VerifierKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("A key looks like NAME+ID+BASE64, not " + text);
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        byte[] id = HexFormat.of().parseHex(parts[1]);
        if (typed.length != 33 || typed[0] != 1 || !Arrays.equals(id, idOf(parts[0], typed))) {
            throw new IllegalArgumentException("Not an Ed25519 key, or its id is wrong: " + text);
        }
        return new VerifierKey(parts[0], id, decode(typed), text.strip());
    }

    private static byte[] idOf(String name, byte[] typed) {
        MessageDigest sha = Sha.sha256();
        sha.update(name.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        return Arrays.copyOf(sha.digest(typed), 4);
    }

    private static PublicKey decode(byte[] typed) {
        byte[] encoded = Arrays.copyOf(X509, X509.length + 32);
        System.arraycopy(typed, 1, encoded, X509.length, 32);
        try {
            return KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not an Ed25519 key", e);
        }
    }

    boolean hasMade(SignedNote.Signature signature, String body) {
        byte[] bytes = signature.bytes();
        if (!signature.name().equals(name) || bytes.length != 68 || !Arrays.equals(id, 0, 4, bytes, 0, 4)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519", "SunEC");
            verifier.initVerify(key);
            verifier.update(body.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(bytes, 4, 64);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
