package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.util.Iterator;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Applies stored events to a projection, in large batches. */
@Component
class EventReplay {

    /** How many events' changes are held in memory before they are written. */
    private static final int BATCH = 1000;

    private final EntityManager entities;
    private final EventStorageEngine storage;

    EventReplay(EntityManager entities, EventStorageEngine storage) {
        this.entities = entities;
        this.storage = storage;
    }

    /**
     * The events after the given one up to a position.
     *
     * @return the last one's token, the given one when there was none
     * @throws RebuildCancelledException when somebody asked for that
     */
    @Nullable
    TrackingToken apply(Projection projection, @Nullable TrackingToken after, long end, RebuildProgress progress) {
        TrackingToken last = after;
        long done = after == null ? 0 : after.position().orElse(0);
        try (Stream<? extends TrackedEventMessage<?>> events = storage.readEvents(after, false)) {
            for (Iterator<? extends TrackedEventMessage<?>> all = events.iterator(); all.hasNext(); ) {
                TrackedEventMessage<?> event = all.next();
                if (event.trackingToken().position().orElseThrow() > end) {
                    break;
                }
                progress.requireWanted();
                if (event instanceof DomainEventMessage<?> message) {
                    projection.apply(message.getPayload(), message);
                }
                last = event.trackingToken();
                if (++done % BATCH == 0) {
                    write();
                }
                progress.done(done);
            }
        }
        write();
        return last;
    }

    private void write() {
        entities.flush();
        entities.clear();
    }
}
