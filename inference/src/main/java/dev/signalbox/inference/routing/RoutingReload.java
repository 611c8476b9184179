package dev.signalbox.inference.routing;

import dev.signalbox.events.signal.KeysRewrapped;
import dev.signalbox.events.signal.ViewAdvanced;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Reloads the snapshot when the view moves on; many signals make one reload, on a thread of its own. */
@Component
class RoutingReload implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RoutingReload.class);

    private final SnapshotLoader loader;
    private final RoutingProperties.Reload properties;
    private final Semaphore signals = new Semaphore(0);
    private final AtomicLong wanted = new AtomicLong(-1);
    private volatile @Nullable Thread thread;
    private boolean failing;

    RoutingReload(SnapshotLoader loader, RoutingProperties properties) {
        this.loader = loader;
        this.properties = properties.routing();
    }

    @EventListener
    void on(ViewAdvanced advanced) {
        if (advanced.view().equals("active-providers")) {
            wanted.accumulateAndGet(advanced.position(), Math::max);
            signals.release();
        }
    }

    /** The snapshot's sealed secrets are wrapped by a key that may soon be gone. */
    @EventListener(KeysRewrapped.class)
    void onKeys() {
        loader.forgetSecrets();
        signals.release();
    }

    @Override
    public void start() {
        loader.loadFromDisk();
        Thread fresh = Thread.ofPlatform().name("routing-reload").daemon().unstarted(this::run);
        // known before it runs: it stops as soon as it is not the one that counts
        thread = fresh;
        fresh.start();
    }

    private void run() {
        long poll = properties.poll().toMillis();
        long pause = 0;
        int failures = 0;
        try {
            while (thread == Thread.currentThread()) {
                if (signals.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                    signals.drainPermits();
                }
                failures = load() ? 0 : Math.min(failures + 1, 16);
                pause = failures == 0 ? poll : Math.min(poll, properties.retry().toMillis() << (failures - 1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the snapshot now has all that was signalled */
    private boolean load() throws InterruptedException {
        try {
            boolean upToDate = loader.loadFromDatabase() >= wanted.get();
            if (failing) {
                log.info("The routing table can be read again");
            }
            failing = false;
            return upToDate;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (!failing) {
                log.warn(
                        "The routing table can't be read, going on with what is known: {}",
                        rootOf(e).toString());
            }
            failing = true;
            return false;
        }
    }

    private static Throwable rootOf(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : rootOf(cause);
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
