package dev.signalbox.bench;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Requests at a fixed rate, sent whether or not earlier ones were answered; latency counts from when each was due. */
final class Load {

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicLong failed = new AtomicLong();

    /** @param request gives the status */
    static Load run(int perSecond, BooleanSupplier goesOn, IntSupplier request) {
        Load load = new Load();
        long gap = 1_000_000_000L / perSecond;
        long due = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (goesOn.getAsBoolean()) {
                long mine = due;
                threads.execute(() -> {
                    boolean good = request.getAsInt() == 200;
                    load.nanos.add(System.nanoTime() - mine);
                    load.failed.addAndGet(good ? 0 : 1);
                });
                due += gap;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        return load;
    }

    long failed() {
        return failed.get();
    }

    @Override
    public String toString() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return "%d requests, %d failed, p50 %.2f ms, p99 %.2f ms"
                .formatted(sorted.length, failed.get(), at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }
}
