package dev.signalbox.query.projection;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader's place in the events; used by one thread at a time, woken by any. */
class EventFeedStream implements BlockingStream<TrackedEventMessage<?>> {

    private static final Logger log = LoggerFactory.getLogger(EventFeedStream.class);
    /** The safety net for a lost wake-up. */
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final NewestEvents newest;
    private final Consumer<EventFeedStream> onClose;
    private final Semaphore woken = new Semaphore(1);
    private volatile Runnable onAvailable = () -> {};

    private volatile long wokenAt = System.nanoTime();
    private volatile long reached;
    private Iterator<TrackedEventMessage<?>> iterator = Collections.emptyIterator();
    private boolean complete = true;
    private long nextPoll = System.nanoTime();
    private @Nullable TrackingToken last;
    private @Nullable TrackedEventMessage<?> next;

    EventFeedStream(NewestEvents newest, @Nullable TrackingToken from, Consumer<EventFeedStream> onClose) {
        this.newest = newest;
        this.last = from;
        this.onClose = onClose;
    }

    /** @param position of what was appended, 0 for anything */
    void wake(long position) {
        if (position > 0 && position <= reached) {
            // told of it before, by another way
            return;
        }
        wokenAt = System.nanoTime();
        woken.release();
        onAvailable.run();
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        onAvailable = callback;
        return true;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return hasNextAvailable() ? Optional.ofNullable(next) : Optional.empty();
    }

    @Override
    public boolean hasNextAvailable() {
        if (next == null) {
            next = read();
        }
        return next != null;
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (hasNextAvailable()) {
            return true;
        }
        if (timeout > 0 && woken.tryAcquire(Math.min(unit.toNanos(timeout), POLL_NANOS), TimeUnit.NANOSECONDS)) {
            woken.release();
        }
        return hasNextAvailable();
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        TrackedEventMessage<?> result = next;
        if (result == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return result;
    }

    private @Nullable TrackedEventMessage<?> read() {
        try {
            if (!iterator.hasNext() && !look()) {
                return null;
            }
            TrackedEventMessage<?> event = iterator.next();
            last = event.trackingToken();
            reached = last.position().orElse(0);
            return event;
        } catch (RuntimeException e) {
            // thrown on, it would make the coordinator wait up to a minute after the database has come back
            log.warn("Events can't be read now: {}", e.getMessage());
            iterator = Collections.emptyIterator();
            return null;
        }
    }

    /** @return whether there is something */
    private boolean look() {
        // the permits go before the look: a wake-up during it leads to another look
        boolean called = woken.drainPermits() > 0;
        long now = System.nanoTime();
        if (!called && complete && now - nextPoll < 0) {
            return false;
        }
        nextPoll = now + POLL_NANOS;
        // polling, one projection's look serves the others
        NewestEvents.Batch batch = newest.after(last, called ? wokenAt : now - POLL_NANOS / 2);
        complete = batch.complete();
        iterator = batch.events().iterator();
        return iterator.hasNext();
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
