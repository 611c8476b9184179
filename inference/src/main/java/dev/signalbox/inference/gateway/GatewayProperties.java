package dev.signalbox.inference.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param bind loopback unless the operator says otherwise
 * @param gateway limits of the data plane
 */
@ConfigurationProperties("signalbox")
record GatewayProperties(
        @DefaultValue("4000") int dataPort,
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue Ssl ssl,
        @DefaultValue Limits gateway) {

    /** @param bundle a bundle of Spring's ({@code spring.ssl.bundle.…}) to serve HTTPS with; plain HTTP without one */
    record Ssl(@Nullable String bundle) {}

    /**
     * @param maxBody of a request
     * @param maxAnswer of an answer in one piece, which is held until all of it is there
     * @param heldAnswers memory for all of these together; half of the heap when it is not set
     * @param headTimeout for a request's line and headers, from their first byte
     * @param requestTimeout for all of a request
     * @param maxConnections of clients at a time; more have to wait
     * @param drain how long running requests may go on after a stop; one that is still coming has half of it, a head's time at most
     */
    record Limits(
            @DefaultValue("10MB") DataSize maxBody,
            @DefaultValue("32MB") DataSize maxAnswer,
            @Nullable DataSize heldAnswers,
            @DefaultValue("16KB") DataSize maxHeader,
            @DefaultValue("10s") Duration headTimeout,
            @DefaultValue("2m") Duration requestTimeout,
            @DefaultValue("20000") int maxConnections,
            @DefaultValue("30s") Duration drain) {}
}
