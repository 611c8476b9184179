package dev.signalbox.query.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The conditions of one reading of the audit log, as SQL with named values. */
class AuditFilter {

    /** One of the given texts; by the names on the wire. */
    private static final Map<String, String> TEXTS = new TreeMap<>(Map.of("user", "user_name"));

    private static final Set<String> NUMBERS =
            Set.of("position", "version", "version_before", "occurrences", "schema_version");

    private static final Map<String, Set<String>> CLOSED = Map.of(
            "outcome", Set.of("done", "refused", "failed", "denied"),
            "decision", Set.of("allow", "deny"));

    /** As the index says it. */
    private static final String FIELDS = "jsonb_path_query_array(changes, '$.keyvalue().key', '{}', true)";

    /** Their indexes know no order. */
    private static final List<String> UNORDERED = List.of("field", "q");

    /** What a reading has besides conditions. */
    private static final Set<String> OTHERS = Set.of("limit", "cursor", "format", "min_position", "last_event_id");

    private static final Set<String> SPECIAL = Set.of(
            "forwarded_for",
            "field",
            "q",
            "from",
            "to",
            "recorded_from",
            "recorded_to",
            "from_position",
            "to_position");

    static {
        for (String column : List.of(
                "id",
                "actor_type",
                "authentication",
                "token_id",
                "client_address",
                "peer_address",
                "user_agent",
                "request_id",
                "trace_id",
                "config_digest",
                "config_commit",
                "imported_from",
                "action",
                "operation",
                "entity_type",
                "entity_id",
                "entity_name",
                "decision",
                "reason",
                "outcome",
                "error_code")) {
            TEXTS.put(column, column);
        }
    }

    private final Parameters parameters;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    AuditFilter(Parameters parameters) {
        this.parameters = parameters;
        parameters.all().keySet().forEach(AuditFilter::mustBeKnown);
        TEXTS.forEach((name, column) -> anyOf(name, column, text -> among(name, text)));
        NUMBERS.forEach(name -> anyOf(name, name, Parameters::natural));
        add("forwarded_for", ":forwarded_for = any(string_to_array(forwarded_for, ', '))", text -> text);
        add("field", FIELDS + " @> to_jsonb(cast(:field as text))", text -> text);
        add("q", "words @@ to_tsquery('simple', :q)", AuditFilter::prefixes);
        add("from", "occurred_at >= :from", Parameters::instant);
        add("to", "occurred_at < :to", Parameters::instant);
        add("recorded_from", "recorded_at >= :recorded_from", Parameters::instant);
        add("recorded_to", "recorded_at < :recorded_to", Parameters::instant);
        add("from_position", "position >= :from_position", Parameters::natural);
        add("to_position", "position <= :to_position", Parameters::natural);
    }

    /** A misspelt filter that is passed over shows entries that nobody asked for. */
    private static void mustBeKnown(String name) {
        if (!TEXTS.containsKey(name) && !NUMBERS.contains(name) && !SPECIAL.contains(name) && !OTHERS.contains(name)) {
            throw Parameters.malformed(name, "there is no such filter", null);
        }
    }

    private static String among(String name, String text) {
        Set<String> known = CLOSED.get(name);
        if (known != null && !known.contains(text)) {
            throw new IllegalArgumentException(
                    "must be one of " + known.stream().sorted().collect(Collectors.joining(", ")));
        }
        return text;
    }

    /** Every word must begin some word of a name; separated as the column {@code words} is. */
    private static String prefixes(String text) {
        String query = Arrays.stream(text.split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word + ":*")
                .collect(Collectors.joining(" & "));
        if (query.isEmpty()) {
            throw new IllegalArgumentException("must have a word to look for");
        }
        return query;
    }

    private void anyOf(String name, String column, Function<String, ?> parser) {
        List<?> wanted = parameters.any(name, parser);
        if (!wanted.isEmpty()) {
            conditions.add(column + " in (:" + name + ")");
            values.put(name, wanted);
        }
    }

    private void add(String name, String condition, Function<String, ?> parser) {
        Object value = parameters.one(name, parser);
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    /** @return the SQL of all conditions and this one */
    String where(String condition) {
        return " where " + condition
                + conditions.stream().map(each -> " and " + each).collect(Collectors.joining());
    }

    /** Whether an index would give all matches, to be sorted, before the first: slow when there are very many. */
    boolean isUnordered() {
        return UNORDERED.stream().anyMatch(values::containsKey);
    }

    Map<String, Object> values() {
        return values;
    }
}
