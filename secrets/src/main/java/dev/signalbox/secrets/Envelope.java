package dev.signalbox.secrets;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Seals a plaintext under a data key of its own, and the data key under the key-encryption key. */
final class Envelope {

    private final Keys keys;

    Envelope(Keys keys) {
        this.keys = keys;
    }

    SealedSecret seal(UUID id, int version, String purpose, List<String> origins, Secret plaintext) {
        KeyEncryptionKey kek = keys.primary();
        byte[] dataKey = Crypto.random(Crypto.KEY_BYTES);
        try {
            byte[] ciphertext = Crypto.encrypt(
                    Crypto.aesKey(dataKey), plaintext.bytes(), secretContext(id, version, purpose, origins));
            byte[] wrappedKey = kek.wrap(dataKey, keyContext(kek.id(), id, version));
            return new SealedSecret(id, version, purpose, origins, kek.id(), wrappedKey, ciphertext);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    Secret open(SealedSecret sealed) {
        byte[] dataKey = dataKey(sealed);
        try {
            byte[] context = secretContext(sealed.id(), sealed.version(), sealed.purpose(), sealed.origins());
            return Secret.of(Crypto.decrypt(Crypto.aesKey(dataKey), sealed.ciphertext(), context));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw damaged(sealed);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    /** The same ciphertext, with its data key under the primary key. */
    SealedSecret rewrap(SealedSecret sealed) {
        KeyEncryptionKey kek = keys.primary();
        byte[] dataKey = dataKey(sealed);
        try {
            byte[] wrappedKey = kek.wrap(dataKey, keyContext(kek.id(), sealed.id(), sealed.version()));
            return sealed.wrappedBy(kek.id(), wrappedKey);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    /** @throws SecretUnavailableException if its data key can't be unwrapped */
    void check(SealedSecret sealed) {
        Arrays.fill(dataKey(sealed), (byte) 0);
    }

    private byte[] dataKey(SealedSecret sealed) {
        try {
            return keys.get(sealed.keyId())
                    .unwrap(sealed.wrappedKey(), keyContext(sealed.keyId(), sealed.id(), sealed.version()));
        } catch (GeneralSecurityException e) {
            throw damaged(sealed);
        }
    }

    private static SecretUnavailableException damaged(SealedSecret sealed) {
        return new SecretUnavailableException("Secret " + sealed.id() + " version " + sealed.version()
                + " can't be opened with the encryption key " + sealed.keyId()
                + ": its row was changed or damaged. Enter the secret again.");
    }

    private static byte[] keyContext(String keyId, UUID id, int version) {
        return context("signalbox/data-key", List.of(keyId, id.toString(), Integer.toString(version)));
    }

    private static byte[] secretContext(UUID id, int version, String purpose, List<String> origins) {
        List<String> fields = new ArrayList<>(List.of(id.toString(), Integer.toString(version), purpose));
        fields.addAll(origins);
        return context("signalbox/secret", fields);
    }

    /** Every field with its length, so that no two different lists give the same bytes. */
    static byte[] context(String label, List<String> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(1); // version of this encoding and of what it binds
            out.writeUTF(label);
            out.writeInt(fields.size());
            for (String field : fields) {
                byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
