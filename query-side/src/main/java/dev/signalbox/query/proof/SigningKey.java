package dev.signalbox.query.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 key that signs notes (<a href="https://c2sp.org/signed-note">C2SP signed-note</a>). */
final class SigningKey {

    private static final byte ED25519 = 1;

    private final KeyPair pair;

    /** @param seed the private key of RFC 8032, 32 bytes */
    SigningKey(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
            generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(seed));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] newSeed() {
        byte[] seed = new byte[32];
        new SecureRandom().nextBytes(seed);
        return seed;
    }

    /** The public key as verifiers take it, for notes of this name. */
    String vkey(String name) {
        return name + "+" + HexFormat.of().formatHex(id(name)) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    String signatureLine(String name, String body) {
        try {
            Signature signature = Signature.getInstance("Ed25519", "SunEC");
            signature.initSign(pair.getPrivate());
            signature.update(body.getBytes(StandardCharsets.UTF_8));
            byte[] line =
                    ByteBuffer.allocate(68).put(id(name)).put(signature.sign()).array();
            return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(line) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] id(String name) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha.digest(typed()), 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] typed() {
        // the encoding of X.509 ends with the 32 bytes of the key
        byte[] encoded = pair.getPublic().getEncoded();
        return ByteBuffer.allocate(33)
                .put(ED25519)
                .put(encoded, encoded.length - 32, 32)
                .array();
    }

    /** The only way in the JDK from a private key to its public key. */
    private static final class GivenBytes extends SecureRandom {

        private static final long serialVersionUID = 1;
        private final byte[] given;

        GivenBytes(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }
}
