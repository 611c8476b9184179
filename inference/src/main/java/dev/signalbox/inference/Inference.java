package dev.signalbox.inference;

import dev.signalbox.inference.circuit.Circuits;
import dev.signalbox.inference.export.ExportController;
import dev.signalbox.inference.gateway.GatewayServer;
import dev.signalbox.inference.limit.ClientLimits;
import dev.signalbox.inference.probe.ProbeProperties;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.trace.Tracing;
import dev.signalbox.inference.upstream.UpstreamProperties;
import dev.signalbox.inference.usage.UsageListener;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Everything of the role inference. It wants a {@link dev.signalbox.secrets.Vault}, a
 * {@link dev.signalbox.events.vendor.VendorCatalogue}, a {@link dev.signalbox.events.node.Node} and a
 * {@link dev.signalbox.inference.gateway.Callers} from the application.
 */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@ComponentScan(
        basePackageClasses = {
            GatewayServer.class,
            ClientLimits.class,
            Circuits.class,
            Routing.class,
            UpstreamProperties.class,
            ProbeProperties.class,
            ExportController.class,
            UsageListener.class,
            Tracing.class
        })
public class Inference {}
