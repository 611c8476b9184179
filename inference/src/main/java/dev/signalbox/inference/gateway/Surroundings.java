package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.UpstreamProperties;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What all calls on the short way need. */
@Component
record Surroundings(
        Gateway gateway,
        StreamUsage streamUsage,
        UpstreamProperties limits,
        FailoverProperties failover,
        GatewayProperties properties,
        HeldAnswers heldAnswers) {

    /** In nanoseconds, until the first content. */
    long patience(boolean stream) {
        Duration own = stream ? limits.firstTokenTimeout() : limits.answerTimeout();
        Duration left = failover.budget();
        return (own.compareTo(left) < 0 ? own : left).toNanos();
    }
}
