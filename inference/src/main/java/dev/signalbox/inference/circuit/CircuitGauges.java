package dev.signalbox.inference.circuit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The providers as this node sees them; they come and go with the configuration. */
@Component
class CircuitGauges implements MeterBinder {

    private final Circuits circuits;
    private final List<MultiGauge> states = new CopyOnWriteArrayList<>();
    private final List<MultiGauge> inFlight = new CopyOnWriteArrayList<>();

    CircuitGauges(Circuits circuits) {
        this.circuits = circuits;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        states.add(MultiGauge.builder("signalbox.provider.state")
                .description("0: it is asked; 1: it is left alone; 0.5: one request finds out whether it is back")
                .register(registry));
        inFlight.add(MultiGauge.builder("signalbox.provider.requests.in.flight")
                .description("Requests that a provider has been given and that have no end yet")
                .register(registry));
        refresh();
    }

    @Scheduled(fixedDelay = 5_000)
    void refresh() {
        Map<String, Circuit> now = circuits.all();
        states.forEach(gauge -> gauge.register(rows(now, circuit -> openness(circuit.state())), true));
        inFlight.forEach(gauge -> gauge.register(rows(now, Circuit::inFlight), true));
    }

    private static List<MultiGauge.Row<?>> rows(Map<String, Circuit> now, ToDoubleFunction<Circuit> value) {
        return now.entrySet().stream()
                .<MultiGauge.Row<?>>map(
                        entry -> MultiGauge.Row.of(Tags.of("provider", entry.getKey()), entry.getValue(), value))
                .toList();
    }

    private static double openness(Circuit.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 0.5;
            case OPEN -> 1;
        };
    }
}
