package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.TrackingToken;
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

    private static final String KEY = "signalbox rebuild ";

    private final EntityManager entities;
    private final EventReplay replay;
    private final Serializer serializer;
    private final StoredPositions positions;
    private final BatchSignals signals;

    Rebuild(
            EntityManager entities,
            EventReplay replay,
            Serializer serializer,
            StoredPositions positions,
            BatchSignals signals) {
        this.entities = entities;
        this.replay = replay;
        this.serializer = serializer;
        this.positions = positions;
        this.signals = signals;
    }

    /** Whether no other node is rebuilding this view; if so, none can until the current transaction ends. */
    boolean tryLock(String name) {
        return (boolean) entities.createNativeQuery("select pg_try_advisory_xact_lock(hashtext(:key))")
                .setParameter("key", KEY + name)
                .getSingleResult();
    }

    /** Whether any node is rebuilding it. */
    boolean isLocked(String name) {
        // how PostgreSQL shows the two halves of a lock's number
        return (boolean)
                entities.createNativeQuery("""
                        select exists (
                          select 1 from pg_locks
                          where locktype = 'advisory' and objsubid = 1 and granted
                            and database = (select oid from pg_database where datname = current_database())
                            and (cast(classid as bigint) << 32) | cast(objid as bigint)
                                = cast(hashtext(:key) as bigint))""").setParameter("key", KEY + name).getSingleResult();
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
        projection
                .tables()
                .forEach(table -> entities.createNativeQuery("delete from " + table.name() + " where " + table.rows())
                        .executeUpdate());
        TrackingToken last = replay.apply(projection, null, end, progress);
        store(projection.name(), last);
        long position = last == null ? 0 : last.position().orElse(0);
        signals.tell(projection.name(), position);
        return position;
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
