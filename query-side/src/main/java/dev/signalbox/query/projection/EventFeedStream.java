package dev.signalbox.query.projection;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader's place in the events; used by one thread at a time, woken by any. */
class EventFeedStream implements BlockingStream<TrackedEventMessage<?>> {

    private static final Logger log = LoggerFactory.getLogger(EventFeedStream.class);
    /** The safety net for a lost wake-up. */
    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventStorageEngine storage;
    private final Consumer<EventFeedStream> onClose;
    private final Semaphore woken = new Semaphore(1);
    private volatile Runnable onAvailable = () -> {};

    private Stream<? extends TrackedEventMessage<?>> events = Stream.empty();
    private Iterator<? extends TrackedEventMessage<?>> iterator = Collections.emptyIterator();
    private long nextPoll = System.nanoTime();
    private @Nullable TrackingToken last;
    private @Nullable TrackedEventMessage<?> next;

    EventFeedStream(EventStorageEngine storage, @Nullable TrackingToken from, Consumer<EventFeedStream> onClose) {
        this.storage = storage;
        this.last = from;
        this.onClose = onClose;
    }

    void wake() {
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
            if (!iterator.hasNext()) {
                // the permits go before the look: a wake-up during it leads to another look
                boolean due = woken.drainPermits() > 0 || System.nanoTime() - nextPoll >= 0;
                if (!due) {
                    return null;
                }
                nextPoll = System.nanoTime() + POLL_NANOS;
                events.close();
                events = storage.readEvents(last, false);
                iterator = events.iterator();
                if (!iterator.hasNext()) {
                    return null;
                }
            }
            TrackedEventMessage<?> event = iterator.next();
            last = event.trackingToken();
            return event;
        } catch (RuntimeException e) {
            // thrown on, it would make the coordinator wait up to a minute after the database has come back
            log.warn("Events can't be read now: {}", e.getMessage());
            iterator = Collections.emptyIterator();
            return null;
        }
    }

    @Override
    public void close() {
        events.close();
        onClose.accept(this);
    }
}
