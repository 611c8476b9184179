package dev.signalbox.query.history;

import dev.signalbox.query.projection.PastEvents;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Events with what they changed. Each entity on a page is folded once, whatever the number of its events there. */
@Component
class Timeline {

    private final EntityManager entities;
    private final PastEvents events;

    Timeline(EntityManager entities, PastEvents events) {
        this.entities = entities;
        this.events = events;
    }

    /** @param aggregates a pattern of SQL's {@code like} */
    List<HistoryEntry> page(long before, String aggregates, int limit) {
        var query = entities.createNativeQuery(
                "select global_index, aggregate_identifier, sequence_number from domain_event_entry"
                        + " where global_index < :before and aggregate_identifier like :aggregates"
                        // an imported audit log is no configuration
                        + " and aggregate_identifier not like 'import-%'"
                        + " order by global_index desc");
        query.setParameter("before", before);
        query.setParameter("aggregates", aggregates);
        Map<String, Map<Long, Long>> positions = new HashMap<>();
        for (Object found : query.setMaxResults(limit).getResultList()) {
            Object[] row = (Object[]) found;
            positions
                    .computeIfAbsent((String) row[1], aggregate -> new HashMap<>())
                    .put(((Number) row[2]).longValue(), ((Number) row[0]).longValue());
        }
        List<HistoryEntry> entries = new ArrayList<>();
        positions.forEach((aggregate, wanted) -> entries.addAll(entries(aggregate, wanted)));
        entries.sort(Comparator.comparing(HistoryEntry::position).reversed());
        return entries;
    }

    /** @param wanted positions by sequence numbers */
    private List<HistoryEntry> entries(String aggregate, Map<Long, Long> wanted) {
        EntityName entity = EntityName.ofAggregate(aggregate);
        ConfigurationFold fold = new ConfigurationFold();
        long last = wanted.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        List<HistoryEntry> entries = new ArrayList<>();
        events.ofAggregate(aggregate, last, message -> {
            Long position = wanted.get(message.getSequenceNumber());
            Map<?, ?> before = position == null ? null : state(fold, entity);
            fold.apply(message.getPayload());
            if (position != null) {
                entries.add(HistoryEntry.of(position, entity, message, before, state(fold, entity)));
            }
        });
        return entries;
    }

    private static @Nullable Map<?, ?> state(ConfigurationFold fold, EntityName entity) {
        if (entity.type().equals(EntityName.TOKEN)) {
            return fold.token(Long.parseLong(entity.id()))
                    .map(TokenDocument::fields)
                    .orElse(null);
        }
        Map<?, ?> ofItsKind = (Map<?, ?>) Document.of(fold.at(0)).get(entity.type());
        return ofItsKind == null ? null : (Map<?, ?>) ofItsKind.get(entity.id());
    }
}
