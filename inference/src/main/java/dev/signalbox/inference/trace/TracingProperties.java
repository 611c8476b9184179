package dev.signalbox.inference.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param otlpEndpoint of a collector, as {@code http://127.0.0.1:4318/v1/traces}; nothing is traced without one
 * @param sample which share of the requests is traced that come without a decision of the client's
 */
@ConfigurationProperties("signalbox.tracing")
record TracingProperties(
        @Nullable String otlpEndpoint, @DefaultValue("1.0") double sample) {

    TracingProperties {
        if (sample < 0 || sample > 1) {
            throw new IllegalArgumentException("signalbox.tracing.sample must be from 0 to 1");
        }
    }

    boolean wanted() {
        return otlpEndpoint != null && !otlpEndpoint.isBlank();
    }
}
