package dev.signalbox.secrets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node holds: the configured keys, and those of its ring file. */
final class HeldKeys {

    private static final Logger log = LoggerFactory.getLogger(HeldKeys.class);

    private final List<KeyEncryptionKey> configured;
    private final KeyFile file;
    private volatile Map<String, KeyEncryptionKey> keys = Map.of();
    private volatile @Nullable String complaint;

    HeldKeys(List<KeyEncryptionKey> configured, KeyFile file) {
        this.configured = configured;
        this.file = file;
        reload();
    }

    /** Keys that were held stay until the node ends: requests under way may need them. */
    private synchronized void reload() {
        Map<String, KeyEncryptionKey> fresh = new LinkedHashMap<>();
        configured.forEach(key -> fresh.put(key.id(), key));
        inFile().forEach(key -> fresh.putIfAbsent(key.id(), key));
        keys.forEach(fresh::putIfAbsent);
        keys = Collections.unmodifiableMap(fresh);
    }

    private List<LocalKey> inFile() {
        return file.read().stream().map(LocalKey::derive).toList();
    }

    /** The configured key, else the first of the ring file. */
    Optional<KeyEncryptionKey> first() {
        return keys.values().stream().findFirst();
    }

    Optional<KeyEncryptionKey> find(String keyId) {
        return Optional.ofNullable(current().get(keyId));
    }

    Set<String> ids() {
        return current().keySet();
    }

    /** The ring file is looked at again when it was written: another node's keys may have been copied there. */
    private Map<String, KeyEncryptionKey> current() {
        if (file.changed()) {
            reloadSafely();
        }
        return keys;
    }

    /** A file that is being copied or has gone bad takes no key away that is held already. */
    private void reloadSafely() {
        try {
            reload();
        } catch (InvalidEncryptionKeyException e) {
            if (!Objects.equals(complaint, e.getMessage())) {
                log.error("keys=unreadable message=\"{} Going on with the keys that are known.\"", e.getMessage());
            }
            complaint = e.getMessage();
        }
    }

    /** Makes the first ring file. */
    void create() {
        file.create();
        reload();
    }

    /** A new key in the ring file. */
    String add() {
        String id = LocalKey.derive(file.add()).id();
        reload();
        return id;
    }

    boolean removeFromFile(String keyId) {
        return file.remove(master -> LocalKey.derive(master).id().equals(keyId));
    }

    /** Where a key comes from: {@code configured} or {@code file}; {@code memory} when it was taken out of the file. */
    String source(String keyId) {
        if (configured.stream().anyMatch(key -> key.id().equals(keyId))) {
            return "configured";
        }
        return inFile().stream().anyMatch(key -> key.id().equals(keyId)) ? "file" : "memory";
    }

    KeyFile file() {
        return file;
    }
}
