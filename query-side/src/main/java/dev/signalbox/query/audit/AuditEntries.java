package dev.signalbox.query.audit;

import dev.signalbox.query.audit.AuditCursor.Direction;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The audit log as it is read: from an entry on, by keyset, so that a page costs the same wherever it is. */
@Component
class AuditEntries {

    private static final String PLACE = "(occurred_at, coalesce(position, 0), id)";
    private static final String NEWEST_FIRST = " order by occurred_at desc, coalesce(position, 0) desc, id desc";
    private static final String OLDEST_FIRST = " order by occurred_at, coalesce(position, 0), id";

    private final EntityManager entities;

    AuditEntries(EntityManager entities) {
        this.entities = entities;
    }

    /** @return newest first, whichever way the cursor leads */
    List<AuditEntry> read(AuditFilter filter, @Nullable AuditCursor cursor, int limit) {
        if (cursor == null) {
            return list(filter, "true", Map.of(), NEWEST_FIRST, limit);
        }
        String beyond = PLACE + (cursor.leadsToNewer() ? " > " : " < ") + "(:c_at, :c_position, :c_id)";
        Map<String, Object> place =
                Map.of("c_at", cursor.occurredAt(), "c_position", cursor.position(), "c_id", cursor.id());
        return cursor.leadsToNewer()
                ? list(filter, beyond, place, OLDEST_FIRST, limit).reversed()
                : list(filter, beyond, place, NEWEST_FIRST, limit);
    }

    /** All older ones, in pages that are let go one by one; {@code filter} may match millions. */
    <E extends Exception> void forEach(AuditFilter filter, @Nullable AuditCursor from, int page, Sink<E> sink)
            throws E {
        AuditCursor cursor = from;
        List<AuditEntry> found;
        do {
            found = read(filter, cursor, page);
            for (AuditEntry entry : found) {
                sink.accept(entry);
            }
            cursor = found.isEmpty() ? cursor : found.getLast().cursor(Direction.OLDER);
        } while (found.size() == page);
    }

    interface Sink<E extends Exception> {
        void accept(AuditEntry entry) throws E;
    }

    /** The events' entries after one mark and up to another, in the order in which they came. */
    List<AuditEntry> eventsBetween(AuditFilter filter, TailMark after, TailMark upTo, int limit) {
        return list(
                filter,
                "position > :after and position <= :up_to",
                Map.of("after", after.position(), "up_to", upTo.position()),
                " order by position",
                limit);
    }

    List<AuditEntry> actsBetween(AuditFilter filter, TailMark after, TailMark upTo, int limit) {
        return list(
                filter,
                "act_number > :after and act_number <= :up_to",
                Map.of("after", after.act(), "up_to", upTo.act()),
                " order by act_number",
                limit);
    }

    TailMark end() {
        Object[] row = (Object[]) entities.createNativeQuery(
                        "select coalesce(max(position), 0), coalesce(max(act_number), 0) from audit_entry")
                .getSingleResult();
        return new TailMark(((Number) row[0]).longValue(), ((Number) row[1]).longValue());
    }

    @SuppressWarnings("unchecked")
    private List<AuditEntry> list(
            AuditFilter filter, String condition, Map<String, Object> values, String order, int limit) {
        Query query = entities.createNativeQuery(
                "select * from audit_entry" + filter.where(condition) + order, AuditEntry.class);
        filter.values().forEach(query::setParameter);
        values.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }
}
