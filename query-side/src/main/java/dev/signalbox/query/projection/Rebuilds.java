package dev.signalbox.query.projection;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
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

    private final Rebuild rebuild;
    private final BatchSignals signals;
    private final TransactionTemplate transaction;
    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final Map<String, RebuildProgress> started = new ConcurrentHashMap<>();
    private volatile boolean closing;

    Rebuilds(
            Rebuild rebuild,
            BatchSignals signals,
            PlatformTransactionManager transactions,
            ObjectProvider<EventProcessingConfiguration> processing) {
        this.rebuild = rebuild;
        this.signals = signals;
        this.transaction = new TransactionTemplate(transactions);
        this.processing = processing;
    }

    @Nullable
    RebuildProgress of(String name) {
        return started.get(name);
    }

    /** @return whether it was started; false when this or another node is already rebuilding the view */
    boolean start(Projection projection) {
        CompletableFuture<Boolean> accepted = new CompletableFuture<>();
        Thread.ofPlatform().name("rebuild-" + projection.name()).daemon().start(() -> run(projection, accepted));
        return accepted.join();
    }

    private void run(Projection projection, CompletableFuture<Boolean> accepted) {
        String name = projection.name();
        RebuildProgress progress = new RebuildProgress();
        try {
            Optional<Long> position = transaction.execute(status -> {
                if (!rebuild.tryLock(name)) {
                    return Optional.<Long>empty();
                }
                started.put(name, progress);
                accepted.complete(true);
                return Optional.of(runInPlaceOf(processor(name), projection, progress));
            });
            if (position.isPresent()) {
                signals.publish(name, position.get());
                log.info("Rebuilt {} up to {}", name, position.get());
            }
            progress.finished(null);
            accepted.complete(false);
        } catch (Throwable e) {
            log.error("The rebuild of {} has failed and changed nothing", name, e);
            progress.finished(e);
            accepted.completeExceptionally(e);
        } finally {
            if (started.get(name) == progress) {
                resume(processor(name));
            }
        }
    }

    /** Unchecked exceptions only, or the transaction would be committed. */
    private Long runInPlaceOf(StreamingEventProcessor processor, Projection projection, RebuildProgress progress) {
        try {
            // else it would hold a connection, waiting for its token's row until the rebuild is over
            processor.shutdownAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
            return rebuild.run(projection, progress);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Rebuild of " + projection.name() + ": " + e, e);
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
    }
}
