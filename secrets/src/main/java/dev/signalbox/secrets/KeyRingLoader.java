package dev.signalbox.secrets;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Finds the encryption key at start, or makes the first one, and says what can't be opened with it. */
final class KeyRingLoader {

    private static final Logger log = LoggerFactory.getLogger(KeyRingLoader.class);

    private final Supplier<Map<String, Long>> sealedSecrets;

    /** @param sealedSecrets how many secrets the database holds under which key id */
    KeyRingLoader(Supplier<Map<String, Long>> sealedSecrets) {
        this.sealedSecrets = sealedSecrets;
    }

    /** @param configured the configured key, null to use the key file */
    KeyRing load(@Nullable String configured, Path home) {
        if (configured != null && !configured.isBlank()) {
            return checked(KeyRing.of(KeyEncryptionKey.derive(
                    MasterKey.parse(configured, "BYOK_ENCRYPTION_KEY (signalbox.encryption-key)"))));
        }
        KeyFile file = new KeyFile(home);
        return file.read()
                .map(key -> checked(KeyRing.of(KeyEncryptionKey.derive(key))))
                .orElseGet(() -> first(file));
    }

    /** A new key only when nothing is sealed yet: else the lost one would have to share its place with the new one. */
    private KeyRing first(KeyFile file) {
        Map<String, Long> sealed = sealedSecrets.get();
        if (!sealed.isEmpty()) {
            report(KeyRing.empty(), sealed);
            log.error(
                    "There is no encryption key file {}, and no new one is made: new secrets are refused too",
                    file.path());
            return KeyRing.empty();
        }
        KeyEncryptionKey key = KeyEncryptionKey.derive(file.generate());
        log.warn("""
                Made a new encryption key {} in the file {}
                *** BACK UP THIS FILE, apart from the database. ***
                Without it every stored API key and server credential is lost; with it and the database anybody can read them.""", key.id(), file.path());
        return KeyRing.of(key);
    }

    private KeyRing checked(KeyRing ring) {
        try {
            report(ring, sealedSecrets.get());
        } catch (DataAccessException e) {
            // a node may start during a database outage
            log.warn("Can't check yet whether the encryption key fits the stored secrets: {}", e.getMessage());
        }
        return ring;
    }

    private static void report(KeyRing ring, Map<String, Long> sealed) {
        Map<String, Long> lost = sealed.entrySet().stream()
                .filter(count -> !ring.has(count.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        lost.forEach((keyId, count) -> log.error(
                "{} stored secret(s) need the encryption key {}, which is not here: they can't be used."
                        + " Restore that key (BYOK_ENCRYPTION_KEY or the key file), or enter the secrets again.",
                count,
                keyId));
    }
}
