package dev.signalbox.query.projection;

import dev.signalbox.query.OnControlPlane;
import jakarta.persistence.EntityManager;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/** The events up to some position, to fold the state of then from. They are streamed: only the state is held. */
@OnControlPlane
public class PastEvents {

    /** The header by which an answer says of which position it is. */
    public static final String REVISION = "X-Config-Revision";

    private final EventStorageEngine storage;
    private final EntityManager entities;

    PastEvents(EventStorageEngine storage, EntityManager entities) {
        this.storage = storage;
        this.entities = entities;
    }

    /** The position of the newest event; 0 when there is none. */
    public long head() {
        return number("select coalesce(max(global_index), 0) from domain_event_entry", null, null);
    }

    /**
     * The position that a client means.
     *
     * @param parameter its name, for the refusal
     * @param text a position, 0 being the empty beginning, or an RFC 3339 time: then the last event's at or before it
     * @throws WrongParameter when it is neither, or is not yet, or was before the first event
     */
    public long position(String parameter, String text) {
        if (text.matches("-?\\d{1,18}")) {
            return knownPosition(parameter, Long.parseLong(text));
        }
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new WrongParameter(parameter, "must be a position or an RFC 3339 time, as 2026-01-31T12:00:00Z");
        }
        if (time.isAfter(Instant.now())) {
            throw new WrongParameter(parameter, "is in the future");
        }
        long position = number(
                "select coalesce(max(global_index), 0) from domain_event_entry"
                        + " where cast(time_stamp as timestamptz) <= :a",
                time,
                null);
        if (position == 0) {
            throw new WrongParameter(parameter, "is before the first event");
        }
        return position;
    }

    private long knownPosition(String parameter, long position) {
        if (position < 0) {
            throw new WrongParameter(parameter, "must not be negative");
        }
        long head = head();
        if (position > head) {
            throw new WrongParameter(parameter, "is not known yet: the newest position is " + head);
        }
        return position;
    }

    /** All events from the first to the given position, in order. */
    public void upTo(long position, BiConsumer<Long, DomainEventMessage<?>> consumer) {
        if (position == 0) {
            return;
        }
        try (var events = storage.readEvents(null, false)) {
            Iterator<? extends TrackedEventMessage<?>> each = events.iterator();
            while (each.hasNext()) {
                TrackedEventMessage<?> event = each.next();
                long at = event.trackingToken().position().orElseThrow();
                if (at > position) {
                    return;
                }
                consumer.accept(at, (DomainEventMessage<?>) event);
            }
        }
    }

    /** One aggregate's events up to the position; costs no more than its own stream. */
    public void ofAggregate(String aggregateId, long position, Consumer<DomainEventMessage<?>> consumer) {
        long last = number(
                "select coalesce(max(sequence_number), -1) from domain_event_entry"
                        + " where global_index <= :a and aggregate_identifier = :b",
                position,
                aggregateId);
        if (last < 0) {
            return;
        }
        var events = storage.readEvents(aggregateId, 0);
        while (events.hasNext()) {
            DomainEventMessage<?> event = events.next();
            if (event.getSequenceNumber() > last) {
                return;
            }
            consumer.accept(event);
        }
    }

    private long number(String sql, @Nullable Object a, @Nullable Object b) {
        var query = entities.createNativeQuery(sql);
        if (a != null) {
            query.setParameter("a", a);
        }
        if (b != null) {
            query.setParameter("b", b);
        }
        return ((Number) query.getSingleResult()).longValue();
    }
}
