package dev.signalbox.query.projection;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The rebuilds of this node: each on a thread of its own, one at a time for each view, over all nodes. */
@Component
class Rebuilds implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);

    private static final long STOP_SECONDS = 30;
    private static final long BEAT_MILLIS = 500;

    private final Rebuild rebuild;
    private final Compare compare;
    private final BatchSignals signals;
    private final SharedProgress shared;
    private final TransactionTemplate transaction;
    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final Map<String, RebuildProgress> started = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rebuild-beats").daemon().factory());
    private volatile boolean closing;

    Rebuilds(
            Rebuild rebuild,
            Compare compare,
            BatchSignals signals,
            SharedProgress shared,
            PlatformTransactionManager transactions,
            ObjectProvider<EventProcessingConfiguration> processing) {
        this.rebuild = rebuild;
        this.compare = compare;
        this.signals = signals;
        this.shared = shared;
        this.transaction = new TransactionTemplate(transactions);
        this.processing = processing;
    }

    /** The last of each view, on whatever node. */
    Map<String, RebuildProgress.Snapshot> last() {
        Map<String, RebuildProgress.Snapshot> last = shared.all();
        // this node knows more of its own than it has told
        started.forEach((name, progress) -> {
            RebuildProgress.Snapshot own = progress.snapshot();
            RebuildProgress.Snapshot told = last.get(name);
            if (told == null || told.node().equals(own.node())) {
                last.put(name, own);
            }
        });
        return last;
    }

    /** Those that run on this node, by view. */
    Map<String, RebuildProgress> running() {
        Map<String, RebuildProgress> running = new TreeMap<>(started);
        running.values().removeIf(progress -> !progress.isRunning());
        return running;
    }

    /** Whether this or another node is rebuilding it, or comparing. */
    boolean isRunning(String name) {
        return rebuild.isLocked(name);
    }

    /** @return whether it was started; false when this or another node is already rebuilding the view */
    boolean start(Projection projection) {
        return begin("rebuild-", projection, new RebuildProgress(), this::rebuild);
    }

    /** Compares the view with one made anew beside it. @return as {@link #start} */
    boolean compare(Projection projection) {
        return begin("compare-", projection, new RebuildProgress(), this::compare);
    }

    /** @return whether there was one, on any node; it ends soon, and has changed nothing */
    boolean cancel(String name) {
        RebuildProgress running = started.get(name);
        if (running != null && running.isRunning()) {
            running.cancel();
            return true;
        }
        return isRunning(name) && shared.cancel(name);
    }

    private boolean begin(String thread, Projection projection, RebuildProgress progress, Work work) {
        CompletableFuture<Boolean> accepted = new CompletableFuture<>();
        Thread.ofPlatform()
                .name(thread + projection.name())
                .daemon()
                .start(() -> run(projection, progress, work, accepted));
        return accepted.join();
    }

    private void run(Projection projection, RebuildProgress progress, Work work, CompletableFuture<Boolean> accepted) {
        String name = projection.name();
        ScheduledFuture<?> beat = beats.scheduleWithFixedDelay(
                () -> tell(name, progress), BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        try {
            work.run(projection, progress, accepted);
            progress.finished(null);
            accepted.complete(false);
        } catch (RebuildCancelledException e) {
            log.info("The rebuild of {} was cancelled and has changed nothing", name);
            progress.finished(e);
        } catch (Throwable e) {
            log.error("The rebuild of {} has failed and changed nothing", name, e);
            progress.finished(e);
            accepted.completeExceptionally(e);
        } finally {
            beat.cancel(false);
            tell(name, progress);
        }
    }

    private void tell(String name, RebuildProgress progress) {
        if (started.get(name) == progress) {
            shared.beat(name, progress);
        }
    }

    private void rebuild(Projection projection, RebuildProgress progress, CompletableFuture<Boolean> accepted) {
        String name = projection.name();
        try {
            Optional<Long> position = transaction.execute(status -> {
                if (!claimed(name, progress, accepted)) {
                    return Optional.<Long>empty();
                }
                return Optional.of(rebuild.run(projection, progress, () -> stop(processor(name))));
            });
            if (position.isPresent()) {
                signals.publish(name, position.get());
                log.info("Rebuilt {} up to {}", name, position.get());
            }
        } finally {
            if (started.get(name) == progress) {
                resume(processor(name));
            }
        }
    }

    private void compare(Projection projection, RebuildProgress progress, CompletableFuture<Boolean> accepted) {
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            if (claimed(projection.name(), progress, accepted)) {
                Comparison result = compare.run(projection, progress);
                progress.compared(result);
                log.info(
                        "Compared {} at {}: {} differing rows",
                        projection.name(),
                        result.position(),
                        result.differing());
            }
        });
    }

    private boolean claimed(String name, RebuildProgress progress, CompletableFuture<Boolean> accepted) {
        if (!rebuild.tryLock(name)) {
            return false;
        }
        shared.begin(name, progress);
        started.put(name, progress);
        accepted.complete(true);
        return true;
    }

    private interface Work {
        void run(Projection projection, RebuildProgress progress, CompletableFuture<Boolean> accepted);
    }

    /** Else it would hold a connection, waiting for its token's row until the rebuild is over. */
    private static void stop(StreamingEventProcessor processor) {
        try {
            processor.shutdownAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            // unchecked, or the transaction would be committed
            throw new IllegalStateException(processor.getName() + " does not stop: " + e, e);
        }
    }

    private void resume(StreamingEventProcessor processor) {
        // starting one that runs does nothing
        if (!closing) {
            processor.start();
        }
    }

    private StreamingEventProcessor processor(String name) {
        return processing
                .getObject()
                .eventProcessor(name, StreamingEventProcessor.class)
                .orElseThrow(() -> new IllegalStateException("No processor for " + name));
    }

    @Override
    public void destroy() {
        closing = true;
        beats.shutdownNow();
    }
}
