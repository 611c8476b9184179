package dev.signalbox.inference.circuit;

import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.TestRouting;
import dev.signalbox.inference.upstream.Upstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CircuitGaugesTest {

    private final Routing routing = new Routing();
    private final MovableClock clock = new MovableClock();
    private final Circuits circuits = TestCircuits.of(routing, clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CircuitGauges gauges = new CircuitGauges(circuits);
    private final Upstream provider = Upstream.of(server(1, "http://127.0.0.1:9"), null, null);

    private double state() {
        return registry.get("signalbox.provider.state")
                .tag("provider", "ai_server/1")
                .gauge()
                .value();
    }

    @Test
    void showTheStateAndTheRequestsOfEachProvider() {
        Circuit circuit = circuits.of(provider);
        gauges.bindTo(registry);
        assertThat(state()).isEqualTo(0);

        assertThat(circuit.enter()).isEqualTo(Admission.ADMITTED);
        Pass pass = circuit.pass(false);
        assertThat(registry.get("signalbox.provider.requests.in.flight").gauge().value())
                .isEqualTo(1);

        pass.failed(Cooling.of(Duration.ofSeconds(60)), null, "no_funds");
        pass.close();
        assertThat(state()).isEqualTo(1);
        assertThat(circuit.cause()).isEqualTo("no_funds");

        clock.pass(Duration.ofSeconds(61));
        assertThat(state()).isEqualTo(0.5);
        assertThat(registry.get("signalbox.provider.requests.in.flight").gauge().value())
                .isEqualTo(0);
    }

    @Test
    void areGoneWithTheProvider() {
        circuits.of(provider);
        gauges.bindTo(registry);
        TestRouting.swap(routing, InferenceFixtures.table(2), List.of(), new VendorCatalogue(Map.of()));

        circuits.on(new ViewAdvanced("routing-snapshot", 2));
        gauges.refresh();

        assertThat(registry.find("signalbox.provider.state").gauge()).isNull();
    }
}
