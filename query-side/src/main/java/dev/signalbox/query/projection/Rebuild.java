package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a view anew from all events in one transaction, so that readers see the old view until the new one is whole,
 * and a rebuild that dies has changed nothing.
 */
@Component
class Rebuild {

    /** How many events' changes are held in memory before they are written. */
    private static final int BATCH = 1000;

    private final EntityManager entities;
    private final EventStorageEngine storage;
    private final Serializer serializer;
    private final StoredPositions positions;
    private final BatchSignals signals;

    Rebuild(
            EntityManager entities,
            EventStorageEngine storage,
            Serializer serializer,
            StoredPositions positions,
            BatchSignals signals) {
        this.entities = entities;
        this.storage = storage;
        this.serializer = serializer;
        this.positions = positions;
        this.signals = signals;
    }

    /** Whether no other node is rebuilding this view; if so, none can until the current transaction ends. */
    boolean tryLock(String name) {
        return (boolean) entities.createNativeQuery("select pg_try_advisory_xact_lock(hashtext(:key))")
                .setParameter("key", "signalbox rebuild " + name)
                .getSingleResult();
    }

    /** @return the position that the view has then applied */
    long run(Projection projection, RebuildProgress progress) {
        // Whoever processes live, here or on another node, waits at the token's row before its next batch (or is
        // waited for), and finds then that it no longer owns it; it claims it again and goes on from the new place.
        entities.createNativeQuery("select segment from token_entry where processor_name = :name for update")
                .setParameter("name", projection.name())
                .getResultList();
        // up to what is there now, or a rebuild would never end that applies no faster than others append
        long end = positions.head();
        progress.total(end);
        projection.clearing().forEach(sql -> entities.createNativeQuery(sql).executeUpdate());
        TrackingToken last = apply(projection, end, progress);
        store(projection.name(), last);
        long position = last == null ? 0 : last.position().orElse(0);
        signals.tell(projection.name(), position);
        return position;
    }

    private @Nullable TrackingToken apply(Projection projection, long end, RebuildProgress progress) {
        TrackingToken last = null;
        long done = 0;
        try (Stream<? extends TrackedEventMessage<?>> events = storage.readEvents(null, false)) {
            for (Iterator<? extends TrackedEventMessage<?>> all = events.iterator(); all.hasNext(); ) {
                TrackedEventMessage<?> event = all.next();
                if (event.trackingToken().position().orElseThrow() > end) {
                    break;
                }
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

    private void store(String name, @Nullable TrackingToken token) {
        SerializedObject<byte[]> serialized = token == null ? null : serializer.serialize(token, byte[].class);
        entities.createQuery("update TokenEntry t set t.token = :token, t.tokenType = :type, t.timestamp = :now,"
                        + " t.owner = null where t.processorName = :name")
                .setParameter("token", serialized == null ? null : serialized.getData())
                .setParameter(
                        "type", serialized == null ? null : serialized.getType().getName())
                .setParameter("now", DateTimeUtils.formatInstant(Instant.now()))
                .setParameter("name", name)
                .executeUpdate();
    }
}
