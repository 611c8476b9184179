package dev.signalbox.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Many requests, beside them clients that read slowly and ones that vanish; and what a data-plane node keeps of all that. */
final class Soak {

    private static final long WARM_UP = 50_000;
    private static final int MAX_SECONDS = 3600;
    private static final int SLOW = 32;
    private static final int VANISH_DURING_ANSWER = 300;
    private static final int VANISH_DURING_REQUEST = 100;

    private final Target node;
    private final Wrk wrk;
    private final FickleClients clients;
    private final AtomicLong slowStreams = new AtomicLong();
    private final AtomicLong slowFailed = new AtomicLong();
    private volatile boolean ended;

    Soak(Target node, Wrk wrk) {
        this.node = node;
        this.wrk = wrk;
        this.clients = new FickleClients(node);
    }

    /** @return how many requests failed, of those that didn't vanish themselves */
    long run(long requests) throws IOException, InterruptedException {
        Memory rest = Memory.of(node.process());
        Wrk.Result warm = wrk.atLeast(WARM_UP, MAX_SECONDS, node, Answer.JSON);
        Memory before = Memory.of(node.process());
        long errors = warm.errors() + load(requests);
        // who is gone is noticed within a second
        Thread.sleep(5000);
        Memory after = Memory.of(node.process());
        System.out.printf(
                "%n| data-plane node | at rest | after %,d requests | after the soak | growth |%n", warm.requests());
        System.out.println("|---|---|---|---|---|");
        row("live heap, MB", "%.1f", Memory::liveMegabytes, rest, before, after);
        row("resident, MB", "%.0f", Memory::residentMegabytes, rest, before, after);
        row("open files", "%.0f", Memory::openFiles, rest, before, after);
        System.out.printf(
                "%nResident at most %,.0f MB; %d errors%n", Proc.mostResidentMegabytes(node.process()), errors);
        return errors;
    }

    private long load(long requests) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SLOW; i++) {
                threads.execute(this::slowStreams);
            }
            CompletableFuture<Load> answers = CompletableFuture.supplyAsync(
                    () -> Load.run(VANISH_DURING_ANSWER, () -> !ended, clients::vanishDuringAnswer), threads);
            CompletableFuture<Load> halves = CompletableFuture.supplyAsync(
                    () -> Load.run(VANISH_DURING_REQUEST, () -> !ended, clients::vanishDuringRequest), threads);
            Wrk.Result load;
            try {
                load = wrk.atLeast(requests, MAX_SECONDS, node, Answer.JSON);
            } finally {
                ended = true;
            }
            threads.close();
            System.out.printf(
                    "load: %,d requests in %.0f s, %d errors%n", load.requests(), load.seconds(), load.errors());
            System.out.printf("slow streams: %,d, %d failed%n", slowStreams.get(), slowFailed.get());
            System.out.println("vanished during their answer (until its first event): " + answers.join());
            System.out.println("vanished during their request: " + halves.join());
            return load.errors()
                    + slowFailed.get()
                    + answers.join().failed()
                    + halves.join().failed();
        }
    }

    private void slowStreams() {
        while (!ended) {
            slowStreams.incrementAndGet();
            slowFailed.addAndGet(clients.slow() == 200 ? 0 : 1);
        }
    }

    private static void row(
            String name, String format, ToDoubleFunction<Memory> figure, Memory rest, Memory before, Memory after) {
        double first = figure.applyAsDouble(before);
        double last = figure.applyAsDouble(after);
        String cells = "| %s | F | F | F | %.2f × |%n".replace("F", format);
        System.out.print(
                String.format(Locale.ROOT, cells, name, figure.applyAsDouble(rest), first, last, last / first));
    }
}
