package dev.signalbox.command.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one entity.
 *
 * @param action {@code create}, {@code update} or {@code delete}
 * @param entityType {@code server}, {@code api_key} or {@code active_provider}
 * @param name as the file names it
 * @param fields those that differ, in the file's words; of a secret the fingerprint
 */
record Change(String action, String entityType, String name, Map<String, Field> fields) {

    record Field(@Nullable Object before, @Nullable Object after) {}

    /** None when both are the same; null is what isn't there. */
    static Stream<Change> between(
            String entityType, String name, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        Map<String, Field> fields = new TreeMap<>();
        Map<String, ?> is = before == null ? Map.of() : before;
        Map<String, ?> will = after == null ? Map.of() : after;
        Stream.concat(is.keySet().stream(), will.keySet().stream())
                .filter(field -> !Objects.equals(is.get(field), will.get(field)))
                .forEach(field -> fields.put(field, new Field(is.get(field), will.get(field))));
        if (before != null && after != null && fields.isEmpty()) {
            return Stream.empty();
        }
        String action = before == null ? "create" : after == null ? "delete" : "update";
        return Stream.of(new Change(action, entityType, name, fields));
    }

    List<String> readable() {
        List<String> lines = new ArrayList<>();
        String sign = action.equals("create") ? "+" : action.equals("delete") ? "-" : "~";
        boolean destroys = action.equals("delete") && fields.containsKey("api_key");
        lines.add(sign + " " + entityType.replace('_', ' ') + " " + name
                + (destroys ? "   (its stored api_key is destroyed)" : ""));
        if (!action.equals("delete")) {
            fields.forEach((field, change) -> lines.add("    " + field + ": "
                    + (action.equals("create") ? "" : text(change.before()) + " -> ") + text(change.after())));
        }
        return lines;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "none" : value.toString();
    }
}
