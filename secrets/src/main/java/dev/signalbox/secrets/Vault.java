package dev.signalbox.secrets;

import dev.signalbox.events.secret.SecretRef;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The one place that seals and opens secrets. Writes join the caller's transaction. */
public class Vault {

    private static final Logger log = LoggerFactory.getLogger(Vault.class);
    private static final int LAST_FOUR_FROM = 12;

    private final SealedSecrets rows;
    private final Fingerprints fingerprints;
    private final Envelope envelope;
    private final Duration grace;
    private final Clock clock;

    Vault(SealedSecrets rows, Keys keys, Fingerprints fingerprints, Duration grace, Clock clock) {
        this.rows = rows;
        this.fingerprints = fingerprints;
        this.envelope = new Envelope(keys);
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * Seals a plaintext and stores it as the first version of a new secret, or as the next version of the given one.
     *
     * @param id the secret to add a version to, null for a new secret
     * @param purpose what it is for ({@code server}, {@code api-key}); part of the associated data
     * @param origins the {@code scheme://host[:port]} it may be sent to
     * @throws SecretUnavailableException if the given secret is destroyed, or there is no key to seal with
     */
    public SecretRef store(@Nullable UUID id, String purpose, List<String> origins, Secret plaintext) {
        requireTransaction();
        List<String> allowed = origins.stream().map(Origin::of).distinct().toList();
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("A secret needs an origin that it may be sent to");
        }
        UUID secretId = id == null ? UUID.randomUUID() : id;
        int version = id == null ? 1 : nextVersion(id);
        String fingerprint = fingerprints.of(plaintext.bytes());
        rows.add(envelope.seal(secretId, version, purpose, allowed, plaintext), clock.instant());
        return new SecretRef(secretId, version, lastFour(plaintext.bytes()), fingerprint);
    }

    /** The sealed version, unless it was destroyed or its time is over. */
    public Optional<SealedSecret> find(SecretRef ref) {
        return rows.find(ref.id(), ref.version(), clock.instant());
    }

    /** The same of many, in one query; without those that are gone. */
    public List<SealedSecret> findAll(Collection<SecretRef> refs) {
        return refs.isEmpty() ? List.of() : rows.findAll(refs, clock.instant());
    }

    /** The same plaintext as the newest version, for the same places; none when the given version is destroyed. */
    public Optional<SecretRef> again(SecretRef ref) {
        return find(ref).map(former -> {
            try (Secret plaintext = envelope.open(former)) {
                return store(ref.id(), former.purpose(), former.origins(), plaintext);
            }
        });
    }

    /**
     * The same plaintext as the next version of another secret, or as a new one when there is none; none when the given
     * one is destroyed or may not go to all the places.
     */
    public Optional<SecretRef> copy(SecretRef from, @Nullable UUID to, String purpose, List<String> origins) {
        return find(from)
                .filter(former -> origins.stream().allMatch(origin -> mayGoTo(former, origin)))
                .map(former -> {
                    try (Secret plaintext = envelope.open(former)) {
                        return store(to, purpose, origins, plaintext);
                    }
                });
    }

    /**
     * The plaintext; the caller closes it. Needs no database.
     *
     * @param origin where it is about to be sent; a URL's path and default port don't matter
     * @throws SecretUnavailableException if it can't be opened, or may not go there
     */
    public Secret open(SealedSecret sealed, String origin) {
        if (!mayGoTo(sealed, origin)) {
            throw new SecretUnavailableException("Secret " + sealed.id() + " version " + sealed.version()
                    + " may be sent to " + sealed.origins() + " only. Enter it again for another host.");
        }
        return envelope.open(sealed);
    }

    /** The secrets that this node can't open, because their key is not here or their row was damaged. */
    public List<Unopenable> unopenable() {
        List<Unopenable> found = new ArrayList<>();
        rows.each(row -> {
            try {
                envelope.check(row);
            } catch (SecretUnavailableException e) {
                found.add(new Unopenable(row.id(), row.version(), row.keyId()));
            }
        });
        return found;
    }

    /** @param keyId the key-encryption key that it needs */
    public record Unopenable(UUID secretId, int version, String keyId) {}

    /** Has this version destroyed after the grace period. */
    public void retire(SecretRef ref) {
        rows.destroyAfter(ref.id(), ref.version(), clock.instant().plus(grace));
    }

    /** A keyed hash, 16 hex digits: equal for equal data of this installation, useless for guessing without its key. */
    public String fingerprint(byte[] data) {
        return fingerprints.of(data);
    }

    /** Destroys all versions, in the caller's transaction. */
    public void destroy(UUID id) {
        requireTransaction();
        rows.lock(id);
        rows.delete(id);
    }

    /** Destroys the retired versions whose grace period is over. */
    @Scheduled(fixedDelayString = "PT1H")
    void purge() {
        try {
            int destroyed = rows.purge(clock.instant());
            if (destroyed > 0) {
                log.info("Destroyed {} retired secret version(s)", destroyed);
            }
        } catch (DataAccessException e) {
            log.warn("Retired secrets can't be destroyed now, next try in an hour: {}", e.getMessage());
        }
    }

    private int nextVersion(UUID id) {
        int newest = rows.lock(id);
        if (newest == 0) {
            // version 1 again would give old references another secret
            throw new SecretUnavailableException("Secret " + id + " is destroyed: it can't get a new version");
        }
        return newest + 1;
    }

    private static boolean mayGoTo(SealedSecret sealed, String origin) {
        try {
            return sealed.origins().contains(Origin.of(origin));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("A secret is written in the transaction of its event only");
        }
    }

    /** Decodes nothing but the last four characters: the rest never is in a String. */
    static @Nullable String lastFour(byte[] utf8) {
        int characters = 0;
        int start = utf8.length;
        for (int i = utf8.length - 1; i >= 0; i--) {
            boolean first = (utf8[i] & 0xC0) != 0x80;
            characters += first ? 1 : 0;
            start = first && characters == 4 ? i : start;
        }
        return characters < LAST_FOUR_FROM
                ? null
                : new String(utf8, start, utf8.length - start, StandardCharsets.UTF_8);
    }
}
