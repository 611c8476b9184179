package dev.signalbox.query.live;

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

/** The consoles that are open at this node: so many at once, woken by what happens, sent home before the server stops. */
@Component
class LiveSignals {

    private static final int MOST = 200;

    private final Semaphore free = new Semaphore(MOST);
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

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
                    HttpStatus.TOO_MANY_REQUESTS, "This node serves as many consoles as it may. Close one.");
        }
        Follower follower = new Follower();
        followers.add(follower);
        return follower;
    }

    int followers() {
        return followers.size();
    }

    @EventListener({ViewAdvanced.class, ActRecorded.class})
    void wake() {
        followers.forEach(follower -> follower.woken.release());
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closing = true;
        wake();
    }
}
