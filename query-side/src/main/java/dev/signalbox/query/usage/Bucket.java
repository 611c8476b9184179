package dev.signalbox.query.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/** How fine sums are; all in UTC. */
enum Bucket {
    MINUTE(ChronoUnit.MINUTES),
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Bucket(ChronoUnit unit) {
        this.unit = unit;
    }

    static Bucket parse(String text) {
        return Arrays.stream(values())
                .filter(bucket -> bucket.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be minute, hour or day"));
    }

    /** What makes a readable curve. */
    static Bucket fitting(Duration span) {
        if (span.compareTo(Duration.ofHours(3)) <= 0) {
            return MINUTE;
        }
        return span.compareTo(Duration.ofDays(14)) <= 0 ? HOUR : DAY;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Instant startOf(Instant time) {
        return time.truncatedTo(unit);
    }

    long countIn(Duration span) {
        return span.dividedBy(unit.getDuration()) + 1;
    }
}
