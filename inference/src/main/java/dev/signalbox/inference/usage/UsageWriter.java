package dev.signalbox.inference.usage;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries batches from the disk into the database, oldest first, and tries again for as long as the database is away. */
@Component
class UsageWriter {

    private static final Logger log = LoggerFactory.getLogger(UsageWriter.class);
    private static final long LONGEST_PAUSE = 5_000;
    private static final long SHORTEST_PAUSE = 100;

    private final Spool spool;
    private final UsageStore store;
    private final Duration drain;
    private final Semaphore stopping = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean ending;
    private long pause;

    UsageWriter(Spool spool, UsageStore store, UsageProperties properties) {
        this.spool = spool;
        this.store = store;
        drain = properties.usage().drain();
    }

    void start() {
        ending = false;
        stopping.drainPermits();
        Thread fresh = Thread.ofPlatform().name("usage-writer").daemon().unstarted(this::run);
        thread = fresh;
        fresh.start();
    }

    private void run() {
        try {
            while (thread == Thread.currentThread()) {
                Spool.Batch batch = spool.first(ending ? 1 : 500);
                if (batch == null && ending) {
                    return;
                }
                if (batch != null && !write(batch)) {
                    if (ending) {
                        return;
                    }
                    pause = Math.clamp(pause * 2, SHORTEST_PAUSE, LONGEST_PAUSE);
                    stopping.tryAcquire(pause, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when it has to be tried again */
    private boolean write(Spool.Batch batch) {
        try (InputStream rows = spool.read(batch)) {
            store.write(rows);
            spool.done(batch);
            if (pause > 0) {
                log.info("usage=resumed batches={} bytes={}", spool.batches(), spool.bytes());
            }
            pause = 0;
            spool.database(false);
            return true;
        } catch (SQLException e) {
            return isItsOwnFault(e) ? rejected(batch, e) : waits(batch, e);
        } catch (IOException e) {
            return waits(batch, e);
        } catch (RuntimeException e) {
            log.error("usage=waiting", e);
            return false;
        }
    }

    /** Wrong data stay wrong; classes 22 and 23 of SQL's states. */
    private static boolean isItsOwnFault(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private boolean rejected(Spool.Batch batch, SQLException e) {
        log.error("usage=rejected file={} cause=\"{}\"", batch.file(), e.getMessage());
        try {
            spool.reject(batch);
        } catch (IOException disk) {
            log.error("usage=rejected file={} cause=\"{}\"", batch.file(), disk.toString());
        }
        return true;
    }

    private boolean waits(Spool.Batch batch, Exception e) {
        if (pause == 0) {
            log.warn("usage=waiting cause=\"records wait on the disk for the database: {}\"", e.getMessage());
        }
        spool.database(true);
        return false;
    }

    /** Writes what is there as long as the database takes it; the rest is for the next start. */
    void stop() {
        Thread running = thread;
        ending = true;
        stopping.release();
        if (running != null) {
            try {
                running.join(drain);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
        if (spool.batches() > 0) {
            spool.database(true);
            log.warn("usage=left batches={} bytes={}: the next start takes them up", spool.batches(), spool.bytes());
        }
    }
}
