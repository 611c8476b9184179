package dev.signalbox.query.audit;

import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.ViewAdvanced;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Who follows the log on this node: so many at once, woken by what comes, and sent home before the server stops. */
@Component
class AuditTail {

    private final Semaphore free;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    AuditTail(AuditProperties properties) {
        free = new Semaphore(properties.streams());
    }

    class Follower implements AutoCloseable {

        private final Semaphore woken = new Semaphore(0);

        boolean goesOn() {
            return !closing;
        }

        /** Returns early when there may be something new. */
        void await(Duration longest) throws InterruptedException {
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

    Follower follow() {
        if (!free.tryAcquire()) {
            throw new ResponseStatusException(
                    HttpStatus.TOO_MANY_REQUESTS, "This node serves as many live tails as it may. Close one.");
        }
        Follower follower = new Follower();
        followers.add(follower);
        return follower;
    }

    @EventListener
    void on(ViewAdvanced advanced) {
        if (advanced.view().equals("audit")) {
            wake();
        }
    }

    /** The recorder was before, and has committed the act's entry. */
    @EventListener(ActRecorded.class)
    void wake() {
        followers.forEach(follower -> follower.woken.release());
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closing = true;
        wake();
    }
}
