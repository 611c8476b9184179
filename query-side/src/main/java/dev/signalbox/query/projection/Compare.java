package dev.signalbox.query.projection;

import dev.signalbox.query.projection.Comparison.DifferingRow;
import dev.signalbox.query.projection.Projection.Table;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds where a view has drifted from its events: makes it anew in temporary tables, which go before the real ones of the
 * same names for as long as the transaction lasts, and compares row by row. The live view goes on meanwhile, but for the
 * moment of the comparison.
 */
@Component
class Compare {

    private static final int SHOWN = 100;

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final EventReplay replay;
    private final StoredPositions positions;
    private final JsonMapper json;

    Compare(EntityManager entities, JdbcClient jdbc, EventReplay replay, StoredPositions positions, JsonMapper json) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.replay = replay;
        this.positions = positions;
        this.json = json;
    }

    /** Part of a transaction that is rolled back. */
    Comparison run(Projection projection, RebuildProgress progress) {
        String schema = jdbc.sql("select current_schema()").query(String.class).single();
        for (Table table : projection.tables()) {
            jdbc.sql("create temporary table %1$s (like %2$s.%1$s including all) on commit drop"
                            .formatted(table.name(), schema))
                    .update();
        }
        // plans that this connection keeps still mean the real tables
        jdbc.sql("discard plans").update();
        long end = positions.of(projection.name());
        progress.total(end);
        TrackingToken last = replay.apply(projection, null, end, progress);
        entities.createNativeQuery("select segment from token_entry where processor_name = :name for update")
                .setParameter("name", projection.name())
                .getResultList();
        // the live view stands still from here on: what it has applied meanwhile
        entities.clear();
        long position = positions.of(projection.name());
        progress.total(position);
        replay.apply(projection, last, position, progress);
        List<DifferingRow> rows = new ArrayList<>();
        long differing = 0;
        for (Table table : projection.tables()) {
            differing += compare(schema, table, rows);
        }
        return new Comparison(position, differing, rows);
    }

    private long compare(String schema, Table table, List<DifferingRow> rows) {
        String live = schema + "." + table.name();
        List<String> key = jdbc.sql("""
                        select a.attname from pg_index i
                        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
                        where i.indrelid = cast(? as regclass) and i.indisprimary order by a.attnum""").param(live).query(String.class).list();
        return jdbc.sql("""
                        select cast(to_jsonb(l) as text) as live, cast(to_jsonb(r) as text) as rebuilt,
                          count(*) over () as differing
                        from (select * from %s where %s) l
                        full join pg_temp.%s r using (%s)
                        where to_jsonb(l) is distinct from to_jsonb(r)
                        order by %s limit %d""".formatted(
                        live, table.rows(), table.name(), String.join(", ", key), String.join(", ", key), SHOWN))
                .query(found -> {
                    long differing = 0;
                    while (found.next()) {
                        differing = found.getLong("differing");
                        if (rows.size() < SHOWN) {
                            rows.add(row(
                                    table.name(),
                                    key,
                                    fields(found.getString("live")),
                                    fields(found.getString("rebuilt"))));
                        }
                    }
                    return differing;
                });
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields(@org.jspecify.annotations.Nullable String text) {
        return text == null ? Map.of() : json.readValue(text, TreeMap.class);
    }

    private static DifferingRow row(
            String table, List<String> key, Map<String, Object> live, Map<String, Object> rebuilt) {
        Map<String, Object> whole = live.isEmpty() ? rebuilt : live;
        Map<String, Object> names = new TreeMap<>();
        key.forEach(column -> names.put(column, whole.get(column)));
        return new DifferingRow(table, names, differing(live, rebuilt), differing(rebuilt, live));
    }

    private static Map<String, Object> differing(Map<String, Object> of, Map<String, Object> from) {
        Map<String, Object> fields = new TreeMap<>(of);
        fields.entrySet()
                .removeIf(field ->
                        from.containsKey(field.getKey()) && Objects.equals(field.getValue(), from.get(field.getKey())));
        return fields;
    }
}
