package dev.signalbox.inference.gateway;

import dev.signalbox.inference.routing.Routing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How the data plane is doing at this moment. */
@Component
class GatewayGauges implements MeterBinder {

    private final Gateway gateway;
    private final ShortCalls shortCalls;
    private final Routing routing;

    GatewayGauges(Gateway gateway, ShortCalls shortCalls, Routing routing) {
        this.gateway = gateway;
        this.shortCalls = shortCalls;
        this.routing = routing;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("signalbox.gateway.requests.in.flight", gateway, Gateway::inFlight)
                .description("Requests that have no end yet")
                .register(registry);
        FunctionCounter.builder("signalbox.gateway.requests.short", shortCalls, ShortCalls::taken)
                .description("Requests that were passed on as bytes, without what few need")
                .register(registry);
        Gauge.builder("signalbox.routing.revision", routing, Routing::revision)
                .description("The position of the configuration that requests are routed by; -1 without one")
                .register(registry);
        Gauge.builder("signalbox.routing.age", routing, Routing::secondsSinceConfirmed)
                .description("How long ago the database said that this configuration is the latest; NaN when never")
                .baseUnit("seconds")
                .register(registry);
    }
}
