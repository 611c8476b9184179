package dev.signalbox.command.imports;

import dev.signalbox.events.ProviderType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What earlier imports have made, and which numbers are free; as of the transaction that appends. */
final class Past {

    private final JdbcClient jdbc;
    private final Map<String, String> imported = new HashMap<>();
    private final Map<ProviderType, Long> last = new HashMap<>();
    private final Map<ProviderType, Set<Long>> taken = new HashMap<>();

    Past(JdbcClient jdbc, OpsCenterRequest request) {
        this.jdbc = jdbc;
        jdbc.sql("""
                        select aggregate_identifier, convert_from(meta_data, 'UTF8')::jsonb ->> 'imported_from'
                        from domain_event_entry
                        where position('"imported_from"' in convert_from(meta_data, 'UTF8')) > 0
                        order by global_index""").query(row -> {
            imported.putIfAbsent(row.getString(2), row.getString(1));
        });
        Set<Long> servers = new TreeSet<>();
        request.servers().forEach(row -> servers.add(row.id()));
        Set<Long> keys = new TreeSet<>();
        request.apiKeys().forEach(row -> keys.add(row.id()));
        count(ProviderType.AI_SERVER, servers);
        count(ProviderType.API_KEY, keys);
    }

    private void count(ProviderType type, Set<Long> wanted) {
        String prefix = prefix(type);
        Set<Long> numbers = new TreeSet<>(jdbc.sql("""
                        select cast(substring(aggregate_identifier from ?) as bigint) from domain_event_entry
                        where sequence_number = 0 and aggregate_identifier ~ ?""")
                .params(prefix.length() + 1, "^" + prefix + "[0-9]{1,18}$")
                .query(Long.class)
                .list());
        taken.put(type, numbers);
        long sequence = jdbc.sql("select case when is_called then last_value else 0 end from " + sequence(type))
                .query(Long.class)
                .single();
        long most = Math.max(sequence, numbers.stream().reduce(0L, Math::max));
        last.put(type, Math.max(most, wanted.stream().reduce(0L, Math::max)));
    }

    /** The aggregate that an earlier import made of a row; it may be gone by now. */
    Optional<String> madeOf(String origin) {
        return Optional.ofNullable(imported.get(origin));
    }

    /** The old number where nothing here ever had it: aggregates that are gone don't come back. */
    long number(ProviderType type, long old) {
        Set<Long> numbers = taken.getOrDefault(type, Set.of());
        if (old > 0 && numbers.add(old)) {
            return old;
        }
        return last.merge(type, 1L, Long::sum);
    }

    /** What is created later gets higher numbers. Stays when the transaction is taken back, which harms nobody. */
    void advanceSequences() {
        last.forEach((type, number) -> jdbc.sql("select setval('" + sequence(type) + "', greatest(?, 1), ?)")
                .params(number, number > 0)
                .query((row, n) -> row.getLong(1))
                .single());
    }

    static String prefix(ProviderType type) {
        return type == ProviderType.AI_SERVER ? "server-" : "api-key-";
    }

    private static String sequence(ProviderType type) {
        return type == ProviderType.AI_SERVER ? "server_id_seq" : "api_key_id_seq";
    }
}
