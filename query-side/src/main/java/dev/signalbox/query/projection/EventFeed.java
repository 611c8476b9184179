package dev.signalbox.query.projection;

import dev.signalbox.events.signal.EventsAppended;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The events as the projections read them: straight from the storage, woken by commits.
 *
 * <p>Not {@code EmbeddedEventStore} itself: its streams have no availability callback ({@code setOnAvailableCallback}
 * answers false), and then the pooled processor's coordinator looks for events every 500 ms only, however early the
 * store was woken. With a callback it looks at once, and otherwise every {@code tokenClaimInterval}.
 */
@Component
class EventFeed implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final EventStorageEngine storage;
    private final NewestEvents newest;
    private final Set<EventFeedStream> streams = new CopyOnWriteArraySet<>();

    EventFeed(EventStorageEngine storage, EventBus eventBus) {
        this.storage = storage;
        this.newest = new NewestEvents(storage);
        eventBus.subscribe(events -> wakeAfterCommit());
    }

    @EventListener
    void on(EventsAppended appended) {
        streams.forEach(stream -> stream.wake(appended.position()));
    }

    private void wake() {
        streams.forEach(stream -> stream.wake(0));
    }

    /** This node's own events are seen at once; the notice of the database would take a way round. */
    private void wakeAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wake();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake();
            }
        });
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        EventFeedStream stream = new EventFeedStream(newest, token, streams::remove);
        streams.add(stream);
        return stream;
    }

    @Override
    public TrackingToken createTailToken() {
        return storage.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return storage.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return storage.createTokenAt(at);
    }
}
