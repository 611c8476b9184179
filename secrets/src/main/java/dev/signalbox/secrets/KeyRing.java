package dev.signalbox.secrets;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The key-encryption keys: this node holds some, and the database says which one seals, for all nodes alike. One seals,
 * all open. Rotation is add, promote, re-wrap, retire; each step can be repeated after a crash.
 */
public class KeyRing implements Keys {

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    /** A node that was not seen for longer does not count. */
    private static final Duration LIVE = Duration.ofSeconds(60);

    /**
     * @param held whether this node has it
     * @param source {@code configured}, {@code file}, {@code memory} or {@code elsewhere}
     * @param wraps how many data keys; 0 means that it can be retired
     * @param addedAt when it was first promoted, null before
     */
    public record KeyStatus(
            String id,
            boolean primary,
            boolean held,
            String source,
            long wraps,
            @Nullable Instant addedAt) {}

    private final HeldKeys held;
    private final EncryptionKeys rows;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final String node;

    KeyRing(HeldKeys held, EncryptionKeys rows, TransactionOperations transactions, Clock clock, String node) {
        this.held = held;
        this.rows = rows;
        this.transactions = transactions;
        this.clock = clock;
        this.node = node;
    }

    /** At start: makes the first key of a new installation, and says which keys are missing. */
    KeyRing open() {
        try {
            if (rows.primary().isEmpty()) {
                first();
            }
            beat();
            missing()
                    .forEach(row -> log.error(
                            "keys=missing key={} wraps={} message=\"{} stored secret(s) need the encryption key {}, which is not here:"
                                    + " they can't be used. Restore that key (BYOK_ENCRYPTION_KEY or {}), or enter the secrets again.\"",
                            row.keyId(),
                            row.wraps(),
                            row.wraps(),
                            row.keyId(),
                            held.file().path()));
        } catch (DataAccessException e) {
            // a node may start during a database outage
            log.warn("Can't check yet whether the encryption keys fit the stored secrets: {}", e.getMessage());
        }
        return this;
    }

    /** A new key only when nothing is sealed yet: else the lost one would have to share its place with the new one. */
    private void first() {
        if (held.first().isEmpty()) {
            if (!rows.all().isEmpty()) {
                return;
            }
            held.create();
            log.warn("""
                    Made a new encryption key in the file {}
                    *** BACK UP THIS FILE, apart from the database. ***
                    Without it every stored API key and server credential is lost; with it and the database anybody can read them.""", held.file().path());
        }
        held.first().ifPresent(key -> rows.first(key.id(), clock.instant()));
    }

    private List<EncryptionKeys.Row> missing() {
        return rows.all().stream()
                .filter(row -> held.find(row.keyId()).isEmpty() && (row.wraps() > 0 || row.isPrimary()))
                .toList();
    }

    @Override
    public KeyEncryptionKey primary() {
        String id = rows.primary().orElse(null);
        if (id == null) {
            throw new SecretUnavailableException("There is no encryption key: the database holds secrets sealed under"
                    + " another key, and a new one could shut them in. Restore that key (the log names it).");
        }
        return get(id);
    }

    @Override
    public KeyEncryptionKey get(String keyId) {
        return held.find(keyId)
                .orElseThrow(
                        () -> new SecretUnavailableException(
                                "The secret is sealed under the encryption key " + keyId
                                        + ", which is not here. Restore that key (BYOK_ENCRYPTION_KEY or the key file), or enter the secret again."));
    }

    /** What the database knows and what this node holds. */
    public List<KeyStatus> keys() {
        List<KeyStatus> keys = new ArrayList<>();
        Set<String> others = new TreeSet<>(held.ids());
        for (EncryptionKeys.Row row : rows.all()) {
            boolean here = others.remove(row.keyId());
            String source = here ? held.source(row.keyId()) : "elsewhere";
            keys.add(new KeyStatus(row.keyId(), row.isPrimary(), here, source, row.wraps(), row.addedAt()));
        }
        others.stream()
                .map(id -> new KeyStatus(id, false, true, held.source(id), 0, null))
                .filter(key -> !key.source().equals("memory"))
                .forEach(keys::add);
        return keys;
    }

    /** Makes a new key in this node's ring file; it wraps nothing until it is promoted. */
    public String add() {
        String id = held.add();
        beat();
        log.warn(
                "keys=added key={} file={} message=\"Back up the file, and copy it to all nodes.\"",
                id,
                held.file().path());
        return id;
    }

    /** @throws KeyRingException if it is unknown here, or a live node does not have it */
    public void promote(String keyId) {
        if (held.find(keyId).isEmpty()) {
            throw KeyRingException.unknown(keyId);
        }
        beat();
        List<String> without = rows.nodesWithout(keyId, clock.instant().minus(LIVE));
        if (!without.isEmpty()) {
            throw new KeyRingException(
                    "key-not-everywhere",
                    "These nodes do not have the key " + keyId + ": "
                            + String.join(", ", without) + ". Copy the ring file "
                            + held.file().path()
                            + " there; they read it within 10 s.");
        }
        transactions.executeWithoutResult(status -> rows.promote(keyId, clock.instant()));
        log.info("keys=promoted key={}", keyId);
    }

    /**
     * Forgets a key that wraps nothing any more, and takes it out of this node's ring file. It stays in the memory of
     * running nodes until they restart.
     *
     * @throws KeyRingException if it is unknown, seals, or still wraps something
     */
    public void retire(String keyId) {
        KeyStatus key = keys().stream()
                .filter(status -> status.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> KeyRingException.unknown(keyId));
        if (key.primary()) {
            throw new KeyRingException("key-is-primary", "The key " + keyId + " seals. Promote another one first.");
        }
        if (key.wraps() > 0) {
            throw stillWraps(keyId, key.wraps());
        }
        try {
            rows.delete(keyId);
        } catch (DataIntegrityViolationException e) {
            // sealed under it since we looked
            throw stillWraps(keyId, 1);
        }
        held.removeFromFile(keyId);
        beat();
        log.info("keys=retired key={}", keyId);
    }

    private static KeyRingException stillWraps(String keyId, long count) {
        return new KeyRingException(
                "key-in-use",
                "The key " + keyId + " still wraps " + count
                        + " data key(s). Promote another key, re-wrap, and retire it then.");
    }

    /** Tells other nodes what this one holds. */
    void beat() {
        rows.holding(node, held.ids(), clock.instant());
    }

    void leave() {
        rows.gone(node);
    }
}
