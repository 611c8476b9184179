package dev.signalbox.inference.probe;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param interval between two probes of a server, whichever nodes make them
 * @param timeout of one probe
 * @param slow from where on a healthy server counts as degraded
 */
@ConfigurationProperties("signalbox.probe")
public record ProbeProperties(
        @DefaultValue("true") boolean scheduled,
        @DefaultValue("30s") Duration interval,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("2s") Duration slow) {}
