package dev.signalbox.app.access;

import dev.signalbox.events.signal.KeysRewrapped;
import dev.signalbox.events.signal.ViewAdvanced;
import java.util.concurrent.CountDownLatch;
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

/** Has tokens looked at again when their view moves on, on a thread of its own; many signals make one look. */
@Component
class TokenReload implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TokenReload.class);
    private static final long POLL_MILLIS = 5000;
    private static final long RETRY_MILLIS = 100;

    private final TokenLoader loader;
    private final Semaphore signals = new Semaphore(0);
    private final AtomicLong wanted = new AtomicLong(-1);
    private final CountDownLatch firstLook = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private boolean failing;

    TokenReload(TokenLoader loader) {
        this.loader = loader;
    }

    @EventListener
    void on(ViewAdvanced advanced) {
        if (advanced.view().equals("tokens")) {
            wanted.accumulateAndGet(advanced.position(), Math::max);
            signals.release();
        }
    }

    @EventListener(KeysRewrapped.class)
    void onKeys() {
        loader.forgetKey();
        signals.release();
    }

    @Override
    public void start() {
        loader.fromDisk();
        Thread fresh = Thread.ofPlatform().name("token-reload").daemon().unstarted(this::run);
        // known before it runs: it stops as soon as it is not the one that counts
        thread = fresh;
        fresh.start();
        try {
            // a port that opens before this refuses tokens that are good
            boolean looked = firstLook.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            LOG.debug("tokens looked={}", looked);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = 0;
        int failures = 0;
        try {
            while (thread == Thread.currentThread()) {
                if (signals.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                    signals.drainPermits();
                }
                failures = load() ? 0 : Math.min(failures + 1, 10);
                pause = failures == 0 ? POLL_MILLIS : Math.min(POLL_MILLIS, RETRY_MILLIS << (failures - 1));
                firstLook.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether this node now has all that was signalled */
    private boolean load() throws InterruptedException {
        try {
            boolean upToDate = loader.fromDatabase() >= wanted.get();
            if (failing) {
                LOG.info("The tokens can be read again");
            }
            failing = false;
            return upToDate;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (!failing) {
                LOG.warn("The tokens can't be read, going on with those that are known: {}", e.toString());
            }
            failing = true;
            return false;
        }
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

    /** Before the ports open, and stopped after them. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 8192;
    }
}
