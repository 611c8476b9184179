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

    /** So many entries are soon looked through. */
    private static final int NEAREST = 10_000;

    private final EntityManager entities;

    AuditEntries(EntityManager entities) {
        this.entities = entities;
    }

    /** @return newest first, whichever way the cursor leads */
    List<AuditEntry> read(AuditFilter filter, @Nullable AuditCursor cursor, int limit) {
        if (cursor == null) {
            return nearest(filter, "true", Map.of(), NEWEST_FIRST, limit);
        }
        String beyond = PLACE + (cursor.leadsToNewer() ? " > " : " < ") + "(:c_at, :c_position, :c_id)";
        Map<String, Object> place =
                Map.of("c_at", cursor.occurredAt(), "c_position", cursor.position(), "c_id", cursor.id());
        return cursor.leadsToNewer()
                ? nearest(filter, beyond, place, OLDEST_FIRST, limit).reversed()
                : nearest(filter, beyond, place, NEWEST_FIRST, limit);
    }

    /**
     * Where most entries match, a page of them is near; where few do, an index finds them all at once. The database can't
     * know beforehand which it is, and would choose the slow way for either.
     */
    private List<AuditEntry> nearest(
            AuditFilter filter, String condition, Map<String, Object> values, String order, int limit) {
        if (!filter.isUnordered()) {
            return list(filter, condition, values, order, limit);
        }
        String near =
                "(select * from audit_entry where %s%s limit %d) audit_entry".formatted(condition, order, NEAREST);
        List<AuditEntry> found = list(near + filter.where("true"), filter, values, order, limit);
        if (found.size() == limit) {
            return found;
        }
        // the offset lets nothing of the order in
        String all = "(select * from audit_entry" + filter.where(condition) + " offset 0) audit_entry";
        return list(all, filter, values, order, limit);
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

    private List<AuditEntry> list(
            AuditFilter filter, String condition, Map<String, Object> values, String order, int limit) {
        return list("audit_entry" + filter.where(condition), filter, values, order, limit);
    }

    @SuppressWarnings("unchecked")
    private List<AuditEntry> list(
            String from, AuditFilter filter, Map<String, Object> values, String order, int limit) {
        Query query = entities.createNativeQuery("select * from " + from + order, AuditEntry.class);
        filter.values().forEach(query::setParameter);
        values.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }
}
