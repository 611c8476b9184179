package dev.signalbox.query.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param retention how long entries are kept that are no event's; those of events are kept for ever
 * @param streams how many live tails this node serves at once
 * @param heartbeat how long a live tail is silent at most
 */
@ConfigurationProperties("signalbox.audit")
record AuditProperties(
        @DefaultValue("400d") Duration retention,
        @DefaultValue("50") int streams,
        @DefaultValue("15s") Duration heartbeat) {

    AuditProperties {
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("signalbox.audit.retention must be a day or more");
        }
        if (streams < 0) {
            throw new IllegalArgumentException("signalbox.audit.streams must not be negative");
        }
        if (heartbeat.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("signalbox.audit.heartbeat must be 100ms or more");
        }
    }
}
