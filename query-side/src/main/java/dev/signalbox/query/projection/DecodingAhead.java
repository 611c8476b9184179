package dev.signalbox.query.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Hands events on in their order and on the thread that adds them, when other threads have decoded them: more than half of
 * what a rebuild costs. What can't be decoded says so to who looks at it.
 */
final class DecodingAhead implements AutoCloseable {

    private static final int BATCH = 500;
    private static final int BATCHES_AHEAD = 8;
    /** Reading and applying take a thread and about a third of the work, so more have nothing to do. */
    private static final int MOST_THREADS = 3;

    private final Consumer<DomainEventMessage<?>> decoder;
    private final Consumer<DomainEventMessage<?>> consumer;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS),
            Thread.ofPlatform().name("decoding-", 0).daemon().factory());
    private final Queue<CompletableFuture<List<DomainEventMessage<?>>>> ahead = new ArrayDeque<>();
    private List<DomainEventMessage<?>> batch = new ArrayList<>(BATCH);

    /** @param decoder looks at what the consumer will look at: a message remembers what it has decoded */
    DecodingAhead(Consumer<DomainEventMessage<?>> decoder, Consumer<DomainEventMessage<?>> consumer) {
        this.decoder = decoder;
        this.consumer = consumer;
    }

    void add(DomainEventMessage<?> message) {
        batch.add(message);
        if (batch.size() == BATCH) {
            decode();
            if (ahead.size() > BATCHES_AHEAD) {
                handOn();
            }
        }
    }

    /** No event comes any more. */
    void end() {
        decode();
        while (!ahead.isEmpty()) {
            handOn();
        }
    }

    private void decode() {
        List<DomainEventMessage<?>> full = batch;
        batch = new ArrayList<>(BATCH);
        ahead.add(CompletableFuture.supplyAsync(
                () -> {
                    full.forEach(this::decode);
                    return full;
                },
                threads));
    }

    private void decode(DomainEventMessage<?> message) {
        try {
            decoder.accept(message);
        } catch (RuntimeException e) {
            // comes again where it is applied, and is that event's fault
        }
    }

    private void handOn() {
        ahead.remove().join().forEach(consumer);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
