package dev.signalbox.query.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Hands events on in their order and on the caller's thread, while another one reads those behind them and others decode
 * them: each is about a third of what a rebuild costs. What can't be decoded says so to who looks at it.
 */
final class DecodingAhead implements AutoCloseable {

    private static final int BATCH = 500;
    private static final int BATCHES_AHEAD = 8;
    /** Reading and applying take a thread each, so more have nothing to do. */
    private static final int MOST_THREADS = 3;

    private static final CompletableFuture<List<DomainEventMessage<?>>> END =
            CompletableFuture.completedFuture(List.of());

    private final Consumer<Consumer<DomainEventMessage<?>>> source;
    private final Consumer<DomainEventMessage<?>> decoder;
    private final ExecutorService reading = threads("reading-", 1);
    private final ExecutorService decoding =
            threads("decoding-", Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
    private final BlockingQueue<CompletableFuture<List<DomainEventMessage<?>>>> ahead =
            new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private List<DomainEventMessage<?>> batch = new ArrayList<>(BATCH);

    /**
     * @param source gives all events to what it is given, on the thread on which it is called
     * @param decoder looks at what the consumer will look at: a message remembers what it has decoded
     */
    DecodingAhead(Consumer<Consumer<DomainEventMessage<?>>> source, Consumer<DomainEventMessage<?>> decoder) {
        this.source = source;
        this.decoder = decoder;
    }

    private static ExecutorService threads(String name, int number) {
        return Executors.newFixedThreadPool(
                number, Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    /** To be called once. */
    void forEach(Consumer<DomainEventMessage<?>> consumer) {
        reading.execute(this::read);
        for (var events = next(); !events.isEmpty(); events = next()) {
            events.forEach(consumer);
        }
    }

    private void read() {
        try {
            source.accept(this::add);
            if (!batch.isEmpty()) {
                decode();
            }
            put(END);
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                put(CompletableFuture.failedFuture(e));
            }
        }
    }

    private void add(DomainEventMessage<?> message) {
        batch.add(message);
        if (batch.size() == BATCH) {
            decode();
        }
    }

    private void decode() {
        List<DomainEventMessage<?>> full = batch;
        batch = new ArrayList<>(BATCH);
        put(CompletableFuture.supplyAsync(
                () -> {
                    full.forEach(this::decode);
                    return full;
                },
                decoding));
    }

    private void decode(DomainEventMessage<?> message) {
        try {
            decoder.accept(message);
        } catch (RuntimeException e) {
            // comes again where it is applied, and is that event's fault
        }
    }

    private void put(CompletableFuture<List<DomainEventMessage<?>>> events) {
        try {
            ahead.put(events);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private List<DomainEventMessage<?>> next() {
        try {
            return ahead.take().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("stopped while events were read", cause);
    }

    /** Waits for the reader to let go of what it reads from. */
    @Override
    public void close() {
        reading.shutdownNow();
        decoding.shutdownNow();
        reading.close();
    }
}
