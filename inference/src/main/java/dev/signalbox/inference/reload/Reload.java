package dev.signalbox.inference.reload;

import dev.signalbox.events.signal.KeysRewrapped;
import dev.signalbox.events.signal.ViewAdvanced;
import java.time.Duration;
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

/** Has a loader look again when its view moves on, on a thread of its own; many signals make one look. */
public class Reload implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Reload.class);
    private static final int MOST_DOUBLINGS = 16;
    private static final long START_SECONDS = 5;

    private final String view;
    private final Loader loader;
    private final long pollMillis;
    private final long retryMillis;
    private final Semaphore signals = new Semaphore(0);
    private final AtomicLong wanted = new AtomicLong(-1);
    private final CountDownLatch firstLook = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private boolean failing;

    /**
     * @param view whose advance is waited for
     * @param poll how often to look without being woken
     * @param retry the first pause after a failed look; doubled up to {@code poll}
     */
    protected Reload(String view, Loader loader, Duration poll, Duration retry) {
        this.view = view;
        this.loader = loader;
        this.pollMillis = poll.toMillis();
        this.retryMillis = retry.toMillis();
    }

    @EventListener
    public void on(ViewAdvanced advanced) {
        if (advanced.view().equals(view)) {
            wanted.accumulateAndGet(advanced.position(), Math::max);
            signals.release();
        }
    }

    @EventListener(KeysRewrapped.class)
    public void onKeys() {
        loader.forgetKeys();
        signals.release();
    }

    /** A port that opened before the first look would refuse what is good, and let in what no longer is. */
    @Override
    public void start() {
        loader.fromDisk();
        Thread fresh = Thread.ofPlatform().name("reload-" + view).daemon().unstarted(this::run);
        // known before it runs: it stops as soon as it is not the one that counts
        thread = fresh;
        fresh.start();
        try {
            boolean looked = firstLook.await(START_SECONDS, TimeUnit.SECONDS);
            log.debug("view={} looked={}", view, looked);
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
                failures = load() ? 0 : Math.min(failures + 1, MOST_DOUBLINGS);
                pause = failures == 0 ? pollMillis : Math.min(pollMillis, retryMillis << (failures - 1));
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
                log.info("view={} can be read again", view);
            }
            failing = false;
            return upToDate;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (!failing) {
                log.warn(
                        "view={} can't be read, going on with what is known: {}",
                        view,
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

    /** After Axon, whose queries it asks ({@code DEFAULT_PHASE - 3072}), and before the ports open (from - 2048 on). */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 2560;
    }
}
