package dev.signalbox.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What makes one document of another, by RFC 6902; lists are replaced as a whole. */
final class JsonPatch {

    private JsonPatch() {}

    /** @param before what a removal or replacement takes away; no part of RFC 6902, which lets readers pass it over */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Operation(
            String op,
            String path,
            @Nullable Object value,
            @Nullable Object before) {

        /** For people. */
        String line() {
            return switch (op) {
                case "add" -> path + " is new: " + value;
                case "remove" -> path + " is gone, was " + before;
                default -> path + ": " + before + " became " + value;
            };
        }
    }

    static List<Operation> between(Map<?, ?> from, Map<?, ?> to) {
        List<Operation> operations = new ArrayList<>();
        compare("", from, to, operations);
        return operations;
    }

    private static void compare(String path, Map<?, ?> from, Map<?, ?> to, List<Operation> operations) {
        TreeSet<String> names = new TreeSet<>();
        from.keySet().forEach(name -> names.add(name.toString()));
        to.keySet().forEach(name -> names.add(name.toString()));
        for (String name : names) {
            String at = path + "/" + name.replace("~", "~0").replace("/", "~1");
            if (!to.containsKey(name)) {
                operations.add(new Operation("remove", at, null, from.get(name)));
            } else if (!from.containsKey(name)) {
                operations.add(new Operation("add", at, to.get(name), null));
            } else if (from.get(name) instanceof Map<?, ?> a && to.get(name) instanceof Map<?, ?> b) {
                compare(at, a, b, operations);
            } else if (!Objects.equals(from.get(name), to.get(name))) {
                operations.add(new Operation("replace", at, to.get(name), from.get(name)));
            }
        }
    }
}
