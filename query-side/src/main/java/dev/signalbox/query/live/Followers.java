package dev.signalbox.query.live;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Streams that are open at this node: so many at once, woken by what happens, sent home before the server stops and
 * when their reader is let in no longer.
 */
public class Followers {

    private final String kind;
    private final Semaphore free;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** @param kind as the refused read it, in the plural */
    protected Followers(int most, String kind) {
        this.kind = kind;
        free = new Semaphore(most);
    }

    /** One stream's end of it. */
    public final class Follower implements AutoCloseable {

        private final Semaphore woken = new Semaphore(0);

        private final Admission admission;

        private Follower(Admission admission) {
            this.admission = admission;
        }

        public boolean goesOn() {
            return !closing && admission.holds();
        }

        /** Returns early when there may be something new. */
        public void await(Duration longest) throws InterruptedException {
            if (woken.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                woken.drainPermits();
            }
        }

        @Override
        public void close() {
            if (followers.remove(this)) {
                free.release();
            }
        }
    }

    /** @param admission the stream goes on for as long as it holds */
    public final Follower follow(Admission admission) {
        if (!free.tryAcquire()) {
            throw new ResponseStatusException(
                    HttpStatus.TOO_MANY_REQUESTS, "This node serves as many " + kind + " as it may. Close one.");
        }
        Follower follower = new Follower(admission);
        followers.add(follower);
        return follower;
    }

    final int count() {
        return followers.size();
    }

    protected final void wake() {
        followers.forEach(follower -> follower.woken.release());
    }

    @EventListener(ContextClosedEvent.class)
    public void close() {
        closing = true;
        wake();
    }
}
