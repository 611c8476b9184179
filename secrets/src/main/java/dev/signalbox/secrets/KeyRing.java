package dev.signalbox.secrets;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The key-encryption keys of this node: one that seals, any of them opens. May be empty, then nothing is sealed. */
final class KeyRing {

    private final @Nullable KeyEncryptionKey primary;
    private final Map<String, KeyEncryptionKey> keys;

    private KeyRing(@Nullable KeyEncryptionKey primary, Stream<KeyEncryptionKey> keys) {
        this.primary = primary;
        this.keys = keys.collect(Collectors.toUnmodifiableMap(KeyEncryptionKey::id, key -> key));
    }

    static KeyRing of(KeyEncryptionKey key) {
        return new KeyRing(key, Stream.of(key));
    }

    static KeyRing empty() {
        return new KeyRing(null, Stream.empty());
    }

    boolean has(String keyId) {
        return keys.containsKey(keyId);
    }

    KeyEncryptionKey primary() {
        if (primary == null) {
            throw new SecretUnavailableException("There is no encryption key: the database holds secrets sealed under"
                    + " another key, and a new one could shut them in. Restore that key (the log names it).");
        }
        return primary;
    }

    KeyEncryptionKey get(String keyId) {
        KeyEncryptionKey key = keys.get(keyId);
        if (key == null) {
            throw new SecretUnavailableException(
                    "The secret is sealed under the encryption key " + keyId
                            + ", which is not here. Restore that key (BYOK_ENCRYPTION_KEY or the key file), or enter the secret again.");
        }
        return key;
    }
}
