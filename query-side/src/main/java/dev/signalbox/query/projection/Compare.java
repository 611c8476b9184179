package dev.signalbox.query.projection;

import dev.signalbox.query.projection.Beside.Made;
import dev.signalbox.query.projection.Comparison.DifferingRow;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds where a view has drifted from its events: makes it anew beside the live one and compares row by row. The live view
 * goes on meanwhile, but for the moment of the comparison.
 */
@Component
class Compare {

    private static final int SHOWN = 100;

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final Beside beside;
    private final StoredPositions positions;
    private final JsonMapper json;

    Compare(EntityManager entities, JdbcClient jdbc, Beside beside, StoredPositions positions, JsonMapper json) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.beside = beside;
        this.positions = positions;
        this.json = json;
    }

    /** Part of a transaction that is rolled back. */
    Comparison run(Projection projection, RebuildProgress progress) {
        Made made = beside.make(projection, progress);
        long end = positions.of(projection.name());
        progress.total(end);
        made.upTo(end);
        entities.createNativeQuery("select segment from token_entry where processor_name = :name for update")
                .setParameter("name", projection.name())
                .getResultList();
        // the live view stands still from here on: what it has applied meanwhile
        entities.clear();
        long position = positions.of(projection.name());
        progress.total(position);
        made.upTo(position);
        List<DifferingRow> rows = new ArrayList<>();
        long differing = 0;
        for (Twins twins : made.write()) {
            differing += compare(twins, rows);
        }
        return new Comparison(position, differing, rows);
    }

    private long compare(Twins twins, List<DifferingRow> rows) {
        return jdbc.sql(twins.differing(SHOWN)).query(found -> {
            long differing = 0;
            while (found.next()) {
                differing = found.getLong("differing");
                if (rows.size() < SHOWN) {
                    rows.add(row(twins, fields(found.getString("live")), fields(found.getString("rebuilt"))));
                }
            }
            return differing;
        });
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields(@Nullable String text) {
        return text == null ? Map.of() : json.readValue(text, TreeMap.class);
    }

    private static DifferingRow row(Twins twins, Map<String, Object> live, Map<String, Object> rebuilt) {
        Map<String, Object> whole = live.isEmpty() ? rebuilt : live;
        Map<String, Object> names = new TreeMap<>();
        twins.key().forEach(column -> names.put(column, whole.get(column)));
        return new DifferingRow(twins.table(), names, differing(live, rebuilt), differing(rebuilt, live));
    }

    private static Map<String, Object> differing(Map<String, Object> of, Map<String, Object> from) {
        Map<String, Object> fields = new TreeMap<>(of);
        fields.entrySet()
                .removeIf(field ->
                        from.containsKey(field.getKey()) && Objects.equals(field.getValue(), from.get(field.getKey())));
        return fields;
    }
}
