package dev.signalbox.query.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param retention how long single records are kept
 * @param minuteRetention how long sums by minute are kept
 * @param hourRetention how long sums by hour are kept; those by day stay
 */
@ConfigurationProperties("signalbox.usage")
record UsageRetention(
        @DefaultValue("90d") Duration retention,
        @DefaultValue("14d") Duration minuteRetention,
        @DefaultValue("400d") Duration hourRetention) {

    UsageRetention {
        Duration least = Duration.ofDays(1);
        if (retention.compareTo(least) < 0
                || minuteRetention.compareTo(least) < 0
                || hourRetention.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "signalbox.usage.retention, minute-retention and hour-retention must be a day or more");
        }
    }
}
