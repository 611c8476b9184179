package dev.signalbox.query.usage;

import dev.signalbox.query.audit.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Conditions that sums and records have in common, as SQL with named values. Each may be given several times: one must match. */
final class UsageFilter {

    private static final Set<String> TYPES = Set.of("ai_server", "api_key");
    private static final Set<String> PURPOSES = Set.of("chat", "embeddings", "reranking");

    private final Parameters parameters;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param others parameters that are no filter of all readings */
    UsageFilter(Parameters parameters, Set<String> others) {
        this.parameters = parameters;
        Set<String> known = Set.of("provider_type", "provider_id", "purpose", "model", "client", "token_id");
        for (String name : parameters.all().keySet()) {
            if (!known.contains(name) && !others.contains(name)) {
                throw Parameters.malformed(name, "there is no such parameter", null);
            }
        }
        anyOf("provider_type", text -> among(TYPES, text));
        anyOf("provider_id", Parameters::natural);
        anyOf("purpose", text -> among(PURPOSES, text));
        anyOf("model", text -> text);
        anyOf("client", text -> text);
        anyOf("token_id", text -> text);
    }

    private static String among(Set<String> known, String text) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException("must be one of "
                    + String.join(", ", known.stream().sorted().toList()));
        }
        return text;
    }

    void anyOf(String column, Function<String, ?> parser) {
        List<?> wanted = parameters.any(column, parser);
        if (!wanted.isEmpty()) {
            and(column + " in (:" + column + ")", column, wanted);
        }
    }

    void and(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    void and(String condition) {
        conditions.add(condition);
    }

    String where() {
        return " where " + String.join(" and ", conditions);
    }

    Map<String, Object> values() {
        return values;
    }
}
