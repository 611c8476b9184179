package dev.signalbox.secrets;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Puts every data key under the primary key-encryption key while everything goes on: in small transactions, so that it can
 * die at any step and another node goes on with what is left. Ciphertexts are never touched.
 */
public class Rewrap {

    private static final Logger log = LoggerFactory.getLogger(Rewrap.class);
    private static final long PAUSE_MILLIS = 200;

    /**
     * @param state {@code idle}, {@code running}, {@code done}, {@code failed} or {@code cancelled}
     * @param failed how many can't be unwrapped on the node that does it
     */
    public record Progress(
            String state,
            long done,
            long failed,
            long total,
            long perSecond,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}

    private final SealedSecrets secrets;
    private final KeyRing keys;
    private final Envelope envelope;
    private final Fingerprints fingerprints;
    private final RewrapRun run;
    private final TransactionOperations transactions;
    private final Clock clock;

    Rewrap(
            SealedSecrets secrets,
            KeyRing keys,
            Fingerprints fingerprints,
            RewrapRun run,
            TransactionOperations transactions,
            Clock clock) {
        this.secrets = secrets;
        this.keys = keys;
        this.envelope = new Envelope(keys);
        this.fingerprints = fingerprints;
        this.run = run;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** False when one is running already, here or on another node. */
    public boolean start() {
        boolean begun = run.begin(secrets.countNotUnder(keys.primary().id()), clock.instant());
        if (begun) {
            inBackground();
        }
        return begun;
    }

    /** What is done stays done. */
    public void cancel() {
        run.end("cancelled", 0, null, clock.instant());
    }

    public Progress progress() {
        return run.progress().orElseGet(() -> new Progress("idle", 0, 0, 0, 0, null, null, null));
    }

    /** Tells what this node holds, and goes on with what a dead node has begun. */
    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT10S")
    void beat() {
        try {
            keys.beat();
            if (run.takeOver(clock.instant())) {
                log.info("rewrap=resumed");
                inBackground();
            }
        } catch (DataAccessException | TransactionException e) {
            log.debug("The key ring's table can't be reached now", e);
        }
    }

    private void inBackground() {
        Thread.ofPlatform().name("rewrap").daemon().start(this::runAll);
    }

    void runAll() {
        try {
            long failed = allBatches();
            if (failed < 0) {
                log.info("rewrap=cancelled");
                return;
            }
            transactions.executeWithoutResult(status -> fingerprints.rewrap());
            String error = failed == 0 ? null : failed + " secret(s) can't be unwrapped here: see 'degraded'.";
            run.end(failed == 0 ? "done" : "failed", failed, error, clock.instant());
            log.info("rewrap={} failed={}", failed == 0 ? "done" : "failed", failed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // the row keeps saying "running": after half a minute a node goes on with it
            log.warn("rewrap=interrupted cause=\"{}\"", e.getMessage());
        }
    }

    /** How many failed, -1 when it was cancelled. Again until none is left that somebody else had locked. */
    private long allBatches() throws InterruptedException {
        long failed = onePass();
        while (failed >= 0 && secrets.countNotUnder(keys.primary().id()) > failed) {
            Thread.sleep(PAUSE_MILLIS);
            failed = onePass();
        }
        return failed;
    }

    private long onePass() {
        long failed = 0;
        SealedSecret last = null;
        while (true) {
            SealedSecret after = last;
            Batch batch = transactions.execute(status -> batch(after));
            if (batch == null || batch.cancelled()) {
                return -1;
            }
            if (batch.last() == null) {
                return failed;
            }
            failed += batch.failed();
            last = batch.last();
        }
    }

    private record Batch(@Nullable SealedSecret last, long failed, boolean cancelled) {}

    private Batch batch(@Nullable SealedSecret after) {
        List<SealedSecret> sealed = secrets.lockNotUnder(keys.primary().id(), after);
        long failed = 0;
        for (SealedSecret secret : sealed) {
            try {
                secrets.rewrapped(envelope.rewrap(secret));
            } catch (SecretUnavailableException e) {
                failed++;
            }
        }
        boolean goesOn = run.advance(sealed.size() - failed, clock.instant());
        return new Batch(sealed.isEmpty() ? null : sealed.getLast(), failed, !goesOn);
    }
}
