package dev.signalbox.inference.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one request may take until its first content has come.
 *
 * @param budget of time, for all attempts together; each of them has its own limits as well
 * @param attempts for all providers together
 * @param retries how often a provider is asked again, after a pause, when there is no other one left
 * @param backOff the first pause, doubled for the next; a {@code Retry-After} that is longer counts instead
 * @param longestPause a provider that wants to be left alone for longer is not waited for
 */
@ConfigurationProperties("signalbox.failover")
record FailoverProperties(
        @DefaultValue("10m") Duration budget,
        @DefaultValue("6") int attempts,
        @DefaultValue("2") int retries,
        @DefaultValue("250ms") Duration backOff,
        @DefaultValue("10s") Duration longestPause) {}
