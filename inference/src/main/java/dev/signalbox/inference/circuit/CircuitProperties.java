package dev.signalbox.inference.circuit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a provider is left alone.
 *
 * @param window how many of its last requests are looked at
 * @param minimumCalls fewer say nothing
 * @param failureRate per cent of them that must have failed
 * @param cool for how long it is left alone then; doubled each time that it fails again, up to {@code longestCool}
 * @param longestCool not even a {@code Retry-After} or a spent budget makes it longer
 * @param maxInFlight how many requests a provider is given at the same time
 */
@ConfigurationProperties("signalbox.circuit")
public record CircuitProperties(
        @DefaultValue("20") int window,
        @DefaultValue("5") int minimumCalls,
        @DefaultValue("50") int failureRate,
        @DefaultValue("5s") Duration cool,
        @DefaultValue("5m") Duration longestCool,
        @DefaultValue("1000") int maxInFlight) {}
