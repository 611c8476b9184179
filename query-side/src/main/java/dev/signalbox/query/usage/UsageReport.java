package dev.signalbox.query.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums over a time, as a whole, by group, and as a curve.
 *
 * @param from the beginning of the first bucket
 * @param to exclusive
 * @param groups most requests first; empty when nothing was to be told apart
 * @param series buckets without requests are left out
 */
record UsageReport(
        Instant from,
        Instant to,
        @Schema(allowableValues = {"minute", "hour", "day"}) String bucket,
        @Schema(nullable = true) @Nullable String groupBy,
        UsageSums totals,
        List<Group> groups,
        List<Point> series) {

    /** @param group its columns, as {@code provider_type}, {@code provider_id} and {@code provider_name} */
    record Group(Map<String, Object> group, UsageSums sums) {}

    /** @param group null when nothing was to be told apart */
    record Point(
            Instant startsAt,
            @Schema(nullable = true) @Nullable Map<String, Object> group,
            UsageSums sums) {}
}
