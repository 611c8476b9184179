package dev.signalbox.query.projection;

import java.util.List;
import java.util.Map;

/**
 * What differs between a live view and one that was made beside it from the same events.
 *
 * @param position that both had applied
 * @param differing how many rows differ
 * @param rows the first of them
 */
public record Comparison(long position, long differing, List<DifferingRow> rows) {

    /**
     * @param live the row's fields that differ, as they are; empty when there is none
     * @param rebuilt the same as they should be; empty when there should be none
     */
    public record DifferingRow(
            String table, Map<String, Object> key, Map<String, Object> live, Map<String, Object> rebuilt) {}
}
