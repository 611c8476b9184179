package dev.signalbox.query.usage;

import dev.signalbox.query.audit.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Which sums are wanted. */
record UsageQuestion(
        Instant from, Instant to, Bucket bucket, @Nullable Dimension groupBy, UsageFilter filter) {

    private static final Set<String> OTHERS = Set.of("from", "to", "bucket", "group_by");
    private static final long MOST_BUCKETS = 2000;

    static UsageQuestion of(MultiValueMap<String, String> all, Instant now) {
        Parameters parameters = new Parameters(all);
        UsageFilter filter = new UsageFilter(parameters, OTHERS);
        Instant givenTo = parameters.one("to", Parameters::instant);
        Instant to = givenTo == null ? now : givenTo;
        Instant givenFrom = parameters.one("from", Parameters::instant);
        Instant from = givenFrom == null ? to.minus(Duration.ofDays(1)) : givenFrom;
        if (!from.isBefore(to)) {
            throw Parameters.malformed("from", "it must be before to", null);
        }
        Duration span = Duration.between(from, to);
        Bucket given = parameters.one("bucket", Bucket::parse);
        Bucket bucket = given == null ? Bucket.fitting(span) : given;
        if (bucket.countIn(span) > MOST_BUCKETS) {
            throw Parameters.malformed(
                    "bucket", "from and to are more than " + MOST_BUCKETS + " of them apart: take a larger one", null);
        }
        Dimension groupBy = parameters.one("group_by", Dimension::parse);
        Instant start = bucket.startOf(from);
        filter.and("bucket = :bucket", "bucket", bucket.wireName());
        filter.and("starts_at >= :from", "from", java.sql.Timestamp.from(start));
        filter.and("starts_at < :to", "to", java.sql.Timestamp.from(to));
        if (groupBy != null) {
            filter.and(groupBy.condition());
        }
        return new UsageQuestion(start, to, bucket, groupBy, filter);
    }
}
