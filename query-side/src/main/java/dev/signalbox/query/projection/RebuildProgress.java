package dev.signalbox.query.projection;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far one rebuild is; written by its thread, read by any. */
public class RebuildProgress {

    /**
     * @param node who does it, or did
     * @param eventsTotal how many there were when it began; those appended since are the live processor's
     * @param error why it ended without having changed anything; {@code cancelled} when that was asked for
     * @param rowsReplaced how many rows were not as the events say, or missing, or too many; null before the end
     * @param comparison of a comparison that is done, null for a rebuild
     */
    public record Snapshot(
            String node,
            long eventsDone,
            long eventsTotal,
            long eventsPerSecond,
            @Nullable Long secondsLeft,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String error,
            @Nullable Long rowsReplaced,
            @Nullable Comparison comparison) {}

    private static final String NODE = ManagementFactory.getRuntimeMXBean().getName();

    private final Instant startedAt = Instant.now();
    private volatile long done;
    private volatile long total;
    private volatile @Nullable Instant finishedAt;
    private volatile @Nullable String error;
    private volatile boolean cancelled;
    private volatile @Nullable Long replaced;
    private volatile @Nullable Comparison comparison;

    void total(long events) {
        total = events;
    }

    void done(long events) {
        done = events;
    }

    void cancel() {
        cancelled = true;
    }

    void requireWanted() {
        if (cancelled) {
            throw new RebuildCancelledException();
        }
    }

    void replaced(long rows) {
        replaced = rows;
    }

    void compared(Comparison result) {
        comparison = result;
    }

    void finished(@Nullable Throwable failure) {
        error = failure == null
                ? null
                : failure instanceof RebuildCancelledException ? failure.getMessage() : failure.toString();
        finishedAt = Instant.now();
    }

    boolean isRunning() {
        return finishedAt == null;
    }

    Snapshot snapshot() {
        Instant end = finishedAt;
        return snapshot(
                NODE, done, total, startedAt, end == null ? Instant.now() : end, end, error, replaced, comparison);
    }

    static Snapshot snapshot(
            String node,
            long done,
            long total,
            Instant startedAt,
            Instant seenAt,
            @Nullable Instant finishedAt,
            @Nullable String error,
            @Nullable Long replaced,
            @Nullable Comparison comparison) {
        long millis = Math.max(1, Duration.between(startedAt, seenAt).toMillis());
        long perSecond = done * 1000 / millis;
        Long left = finishedAt != null || perSecond == 0 ? null : (Long) ((total - done) / perSecond);
        return new Snapshot(node, done, total, perSecond, left, startedAt, finishedAt, error, replaced, comparison);
    }
}
