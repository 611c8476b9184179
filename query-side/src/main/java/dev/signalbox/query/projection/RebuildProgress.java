package dev.signalbox.query.projection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far one rebuild is; written by its thread, read by any. */
class RebuildProgress {

    /**
     * @param eventsTotal how many there were when it began; those appended since are the live processor's
     * @param error why it ended without having changed anything
     */
    record Snapshot(
            long eventsDone,
            long eventsTotal,
            long eventsPerSecond,
            @Nullable Long secondsLeft,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}

    private final Instant startedAt = Instant.now();
    private volatile long done;
    private volatile long total;
    private volatile @Nullable Instant finishedAt;
    private volatile @Nullable String error;

    void total(long events) {
        total = events;
    }

    void done(long events) {
        done = events;
    }

    void finished(@Nullable Throwable failure) {
        error = failure == null ? null : failure.toString();
        finishedAt = Instant.now();
    }

    boolean isRunning() {
        return finishedAt == null;
    }

    Snapshot snapshot() {
        Instant end = finishedAt;
        long millis = Math.max(
                1,
                Duration.between(startedAt, end == null ? Instant.now() : end).toMillis());
        long perSecond = done * 1000 / millis;
        Long left = end != null || perSecond == 0 ? null : (Long) ((total - done) / perSecond);
        return new Snapshot(done, total, perSecond, left, startedAt, end, error);
    }
}
