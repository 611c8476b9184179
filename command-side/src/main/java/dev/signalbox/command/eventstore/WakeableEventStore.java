package dev.signalbox.command.eventstore;

import dev.signalbox.events.signal.EventsAppended;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.springframework.context.event.EventListener;

/** Looks for new events as soon as it hears of them, from whichever node; polling stays as the safety net. */
class WakeableEventStore extends EmbeddedEventStore {

    WakeableEventStore(Builder builder) {
        super(builder);
    }

    @EventListener
    void on(EventsAppended signal) {
        // Axon's way to tell its tailing readers that there is something to fetch
        afterCommit(List.of());
    }
}
