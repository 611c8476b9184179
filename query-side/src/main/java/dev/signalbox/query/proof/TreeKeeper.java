package dev.signalbox.query.proof;

import dev.signalbox.events.signal.EventsAppended;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets the tree follow the events, and has it signed in time and when the node stops. */
@Component
class TreeKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TreeKeeper.class);

    private static final long BREATH_MILLIS = 100;

    private final Tree tree;
    private final Notary notary;
    private final Duration interval;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable String problem;
    private @Nullable Thread thread;
    private long lastSigned = System.nanoTime();

    TreeKeeper(Tree tree, Notary notary, ProofProperties properties) {
        this.tree = tree;
        this.notary = notary;
        this.interval = properties.audit().checkpointInterval();
    }

    /** Why nothing is signed now, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    @EventListener(EventsAppended.class)
    void wake() {
        woken.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("audit-tree").daemon().start(this::run);
    }

    private void run() {
        boolean begun = false;
        while (running) {
            try {
                if (!begun) {
                    notary.begin();
                    begun = true;
                }
                follow(System.nanoTime() - lastSigned >= interval.toNanos());
                problem = null;
                if (woken.tryAcquire(1, TimeUnit.SECONDS)) {
                    // nobody waits for the tree, but for the views, which use the same processors now
                    TimeUnit.MILLISECONDS.sleep(running ? BREATH_MILLIS : 0);
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                report(e);
                pause();
            }
        }
    }

    private void follow(boolean due) throws IOException {
        tree.grow();
        notary.copy();
        if (due && notary.isDue()) {
            notary.sign();
            lastSigned = System.nanoTime();
        }
    }

    private void report(Exception e) {
        String message = e instanceof BrokenLog ? String.valueOf(e.getMessage()) : e.toString();
        if (!message.equals(problem)) {
            log.error("The audit log is not signed: {}", message);
        }
        problem = message;
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    @Override
    public void stop() {
        running = false;
        woken.release();
        Thread stopping = thread;
        try {
            boolean ended = stopping == null || stopping.join(Duration.ofSeconds(3));
            if (ended) {
                follow(true);
            } else {
                log.warn("The audit log's last entries are signed by the next start: the database does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            report(e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after whatever still writes. */
    @Override
    public int getPhase() {
        return 0;
    }
}
