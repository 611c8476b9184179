package dev.signalbox.query.projection;

import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * What was appended last, read once for all projections of this node. Each by itself would read it two or three times: on
 * two cores those reads were most of the time that a change needed to take effect.
 */
class NewestEvents {

    private static final int MOST = 500;

    private final EventStorageEngine storage;
    private List<TrackedEventMessage<?>> events = List.of();
    private @Nullable RuntimeException failure;
    private long from = Long.MAX_VALUE;
    private long readAt = System.nanoTime();

    /**
     * @param complete whether there were no more; else the reader had better come again at once
     */
    record Batch(List<TrackedEventMessage<?>> events, boolean complete) {}

    NewestEvents(EventStorageEngine storage) {
        this.storage = storage;
    }

    /**
     * The events behind a place.
     *
     * @param notBefore when (as System.nanoTime() says) all that matters had been committed: no older look will do
     */
    synchronized Batch after(@Nullable TrackingToken last, long notBefore) {
        long position = last == null ? -1 : last.position().orElse(-1);
        if (readAt - notBefore < 0 || position < from) {
            read(last, position);
        }
        if (failure != null) {
            // the others must not wait for the same database as well, one after the other
            throw failure;
        }
        List<TrackedEventMessage<?>> behind =
                events.stream().filter(event -> position(event) > position).toList();
        if (behind.isEmpty() && !complete()) {
            read(last, position);
            behind = events;
        }
        return new Batch(behind, complete());
    }

    private void read(@Nullable TrackingToken last, long position) {
        // before the look: what is committed during it may be missing
        readAt = System.nanoTime();
        from = position;
        try (Stream<? extends TrackedEventMessage<?>> found = storage.readEvents(last, false)) {
            events = found.limit(MOST)
                    .<TrackedEventMessage<?>>map(event -> event)
                    .toList();
            failure = null;
        } catch (RuntimeException e) {
            events = List.of();
            failure = e;
        }
    }

    private boolean complete() {
        return events.size() < MOST;
    }

    private static long position(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow();
    }
}
