package dev.signalbox.query.projection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;

/**
 * A view in the making: applies events to a fold, and parks what can't be applied as live processing does, that is with
 * all that comes behind it in its aggregate.
 */
class EventReplay {

    /** A parked event; the aggregate is the sequence that it is parked in. */
    record Parked(String aggregate, DeadLetter<EventMessage<?>> letter) {}

    private final Projection projection;
    private final StoredEvents events;
    private final RebuildProgress progress;
    private final Fold fold = new Fold();
    private final Set<String> stopped = new HashSet<>();
    private final List<Parked> parked = new ArrayList<>();
    private long position;

    EventReplay(Projection projection, StoredEvents events, RebuildProgress progress) {
        this.projection = projection;
        this.events = events;
        this.progress = progress;
    }

    /**
     * Goes on up to a position.
     *
     * @param each called behind every event, and may take from the fold what is final
     * @throws RebuildCancelledException when somebody asked for that
     */
    void upTo(long end, Runnable each) {
        fold.run(() -> events.between(position, end, projection::decode, message -> {
            progress.requireWanted();
            apply(message);
            position = Poison.position(message);
            progress.done(position);
            each.run();
        }));
        position = Math.max(position, end);
    }

    private void apply(DomainEventMessage<?> message) {
        String aggregate = message.getAggregateIdentifier();
        if (stopped.contains(aggregate)) {
            park(message, null);
            return;
        }
        fold.beginEvent();
        try {
            if (projection.handles(message.getPayloadType())) {
                projection.apply(message.getPayload(), message);
            }
        } catch (RuntimeException e) {
            fold.undoEvent(before(message));
            stopped.add(aggregate);
            park(message, ThrowableCause.truncated(e));
        }
    }

    private void park(DomainEventMessage<?> message, @Nullable ThrowableCause cause) {
        String aggregate = message.getAggregateIdentifier();
        parked.add(new Parked(
                aggregate,
                cause == null
                        ? new GenericDeadLetter<>(aggregate, message)
                        : new GenericDeadLetter<>(aggregate, message, cause)));
    }

    /** Rows belong to one aggregate each, so its own events make them what they were. */
    private Fold before(DomainEventMessage<?> message) {
        Fold before = new Fold();
        before.run(() -> events.ofAggregate(
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                earlier -> projection.apply(earlier.getPayload(), earlier)));
        return before;
    }

    Fold fold() {
        return fold;
    }

    long position() {
        return position;
    }

    List<Parked> parked() {
        return parked;
    }
}
