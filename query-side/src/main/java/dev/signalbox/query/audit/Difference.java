package dev.signalbox.query.audit;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What changed between two states of an entity, field by field. */
final class Difference {

    private Difference() {}

    static Map<String, Change> between(Map<String, Object> before, Map<String, Object> after) {
        Map<String, Change> changes = new TreeMap<>();
        before.forEach((name, was) -> {
            Object is = after.get(name);
            if (!same(was, is)) {
                changes.put(name, Change.of(name, was, is));
            }
        });
        after.forEach((name, is) -> {
            if (is != null && !before.containsKey(name)) {
                changes.put(name, Change.of(name, null, is));
            }
        });
        return changes;
    }

    /** As JSON: one side may come from the database, where a long reads back as an int and 1.0E3 as 1000. */
    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return new BigDecimal(x.toString()).compareTo(new BigDecimal(y.toString())) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return x.size() == y.size() && allSame(x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.keySet().equals(y.keySet()) && x.keySet().stream().allMatch(key -> same(x.get(key), y.get(key)));
        }
        return Objects.equals(a, b);
    }

    private static boolean allSame(List<?> a, List<?> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }
}
