package dev.signalbox.query.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Hands events on in their order and on the thread that adds them, when other threads have decoded them: more than half of
 * what a rebuild costs. What can't be decoded says so to who looks at it.
 */
final class DecodingAhead implements AutoCloseable {

    private static final int BATCH = 500;
    private static final int BATCHES_AHEAD = 8;
    /** Reading and applying take a thread and about half of the work, so more have nothing to do. */
    private static final int MOST_THREADS = 3;

    private final Predicate<Class<?>> decoded;
    private final Consumer<DomainEventMessage<?>> consumer;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, MOST_THREADS),
            Thread.ofPlatform().name("decoding-", 0).daemon().factory());
    private final Queue<CompletableFuture<List<DomainEventMessage<?>>>> ahead = new ArrayDeque<>();
    private List<DomainEventMessage<?>> batch = new ArrayList<>(BATCH);

    DecodingAhead(Predicate<Class<?>> decoded, Consumer<DomainEventMessage<?>> consumer) {
        this.decoded = decoded;
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

    /** The message remembers what it has decoded. */
    private void decode(DomainEventMessage<?> message) {
        try {
            if (decoded.test(message.getPayloadType())) {
                message.getPayload();
                message.getMetaData();
                message.getTimestamp();
            }
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
