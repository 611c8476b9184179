package dev.signalbox.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

final class SecretFixtures {

    static final UUID ID = UUID.fromString("0190a5b0-1111-7000-8000-000000000001");
    static final String PLAINTEXT = "sk-canary-0123456789-WXYZ";
    static final String ORIGIN = "https://api.example.com";

    private SecretFixtures() {}

    static Secret secret(String text) {
        return Secret.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Secret secret) {
        try (secret) {
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        }
    }

    /** Key number n: always the same. */
    static LocalKey key(int n) {
        return LocalKey.derive(masterKey(n));
    }

    static byte[] masterKey(int n) {
        byte[] master = new byte[32];
        Arrays.fill(master, (byte) n);
        return master;
    }

    static String byok(int n) {
        return new String(MasterKey.format(masterKey(n)), StandardCharsets.US_ASCII);
    }

    static Envelope envelope(int key) {
        return new Envelope(keys(key(key)));
    }

    /** The first one seals. */
    static Keys keys(KeyEncryptionKey... held) {
        return new Keys() {
            @Override
            public KeyEncryptionKey primary() {
                return get(held.length == 0 ? "none" : held[0].id());
            }

            @Override
            public KeyEncryptionKey get(String keyId) {
                return Stream.of(held)
                        .filter(key -> key.id().equals(keyId))
                        .findFirst()
                        .orElseThrow(() -> new SecretUnavailableException("no key " + keyId));
            }
        };
    }

    static SealedSecret sealed() {
        return envelope(1).seal(ID, 1, "api-key", List.of(ORIGIN, "http://localhost:8000"), secret(PLAINTEXT));
    }
}
