package dev.signalbox.app.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param control limits for the clients of the control plane */
@ConfigurationProperties("signalbox")
record ControlPlaneProperties(@DefaultValue Limits control) {

    /**
     * @param headTimeout for a request's line and headers, from their first byte
     * @param bodyTimeout for its body
     */
    record Limits(
            @DefaultValue("10s") Duration headTimeout,
            @DefaultValue("30s") Duration bodyTimeout) {}
}
