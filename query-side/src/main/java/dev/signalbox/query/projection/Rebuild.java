package dev.signalbox.query.projection;

import dev.signalbox.query.projection.Beside.Made;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.stereotype.Component;

/**
 * Makes a view anew from all events in one transaction, so that readers see the old view until the new one is whole,
 * and a rebuild that dies has changed nothing. Made beside the live view, it then takes the place of rows that differ.
 */
@Component
class Rebuild {

    private static final String KEY = "signalbox rebuild ";

    private final EntityManager entities;
    private final Beside beside;
    private final ParkedQueues parked;
    private final Serializer serializer;
    private final StoredPositions positions;
    private final BatchSignals signals;

    Rebuild(
            EntityManager entities,
            Beside beside,
            ParkedQueues parked,
            Serializer serializer,
            StoredPositions positions,
            BatchSignals signals) {
        this.entities = entities;
        this.beside = beside;
        this.parked = parked;
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

    /**
     * @param beforeTakingOver when all but the last events are applied
     * @return the position that the view has then applied
     */
    long run(Projection projection, RebuildProgress progress, Runnable beforeTakingOver) {
        String name = projection.name();
        // up to what is there now, or a rebuild would never end that applies no faster than others append
        long head = positions.head();
        progress.total(head);
        Made made = beside.make(projection, progress);
        made.upTo(head);
        beforeTakingOver.run();
        // Whoever processes live, here or on another node, waits at the token's row before its next batch (or is
        // waited for).
        entities.createNativeQuery("select segment from token_entry where processor_name = :name for update")
                .setParameter("name", name)
                .getResultList();
        entities.clear();
        long live = positions.of(name);
        long end = Math.max(head, live);
        progress.total(end);
        made.upTo(end);
        List<Twins> tables = made.write();
        progress.requireWanted();
        long replaced = tables.stream().mapToLong(Twins::mend).sum();
        progress.replaced(replaced);
        park(name, made);
        if (live != end) {
            // it no longer owns it, claims it again and goes on from the new place
            store(name, end);
        }
        signals.tell(name, end);
        return end;
    }

    /** What was parked has been applied now, or could not be again. */
    private void park(String name, Made made) {
        ParkedEvents queue = parked.of(name);
        queue.clear();
        made.parked().forEach(letter -> queue.enqueue(letter.aggregate(), letter.letter()));
        entities.flush();
    }

    private void store(String name, long position) {
        SerializedObject<byte[]> token =
                serializer.serialize(GapAwareTrackingToken.newInstance(position, List.of()), byte[].class);
        entities.createQuery("update TokenEntry t set t.token = :token, t.tokenType = :type, t.timestamp = :now,"
                        + " t.owner = null where t.processorName = :name")
                .setParameter("token", token.getData())
                .setParameter("type", token.getType().getName())
                .setParameter("now", DateTimeUtils.formatInstant(Instant.now()))
                .setParameter("name", name)
                .executeUpdate();
    }
}
