package dev.signalbox.secrets;

import java.util.List;
import java.util.UUID;

/**
 * One version of a secret as the vault keeps it; without the key-encryption key it is worth nothing, so it may be written to disk.
 *
 * @param origins the {@code scheme://host[:port]} that the secret may be sent to; part of the associated data
 * @param keyId the key-encryption key that wraps the data key
 * @param wrappedKey format version, nonce, wrapped data key with tag
 * @param ciphertext format version, nonce, ciphertext with tag
 */
@SuppressWarnings("ArrayRecordComponent")
public record SealedSecret(
        UUID id,
        int version,
        String purpose,
        List<String> origins,
        String keyId,
        byte[] wrappedKey,
        byte[] ciphertext) {

    public SealedSecret {
        origins = List.copyOf(origins);
    }

    SealedSecret wrappedBy(String otherKeyId, byte[] otherWrap) {
        return new SealedSecret(id, version, purpose, origins, otherKeyId, otherWrap, ciphertext);
    }
}
