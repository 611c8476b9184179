package dev.signalbox.app.embedded;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts PostgreSQL again whenever it dies, until it is told to stop. */
final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Postmaster postmaster;
    private final Remains remains;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("postgres-watchdog").unstarted(this::watch);
    private volatile boolean stopping;

    Watchdog(Postmaster postmaster, Remains remains) {
        this.postmaster = postmaster;
        this.remains = remains;
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join();
    }

    private void watch() {
        try {
            int failures = 0;
            while (!stopping) {
                long born = System.nanoTime();
                int exit = postmaster.awaitDeath();
                failures = System.nanoTime() - born > LONG_LIFE.toNanos() ? 0 : failures;
                log.error("PostgreSQL died (exit code {}), starting it again", exit);
                failures = restart(failures);
            }
        } catch (InterruptedException e) {
            // told to stop: the one who interrupts us stops PostgreSQL too
        }
    }

    private int restart(int earlierFailures) throws InterruptedException {
        for (int failures = earlierFailures; ; failures++) {
            Thread.sleep(pause(failures));
            try {
                remains.clear();
                postmaster.start();
                log.info("PostgreSQL is back (process {})", postmaster.pid());
                return failures + 1;
            } catch (EmbeddedDatabaseException | IOException e) {
                log.error("Next try in {} s: {}", pause(failures + 1).toSeconds(), e.getMessage());
            }
        }
    }

    /** None at first, then 1, 2, 4 … seconds. */
    private static Duration pause(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
