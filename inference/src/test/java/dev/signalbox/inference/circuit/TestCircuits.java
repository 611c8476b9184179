package dev.signalbox.inference.circuit;

import dev.signalbox.inference.routing.Routing;
import java.time.Clock;
import java.time.Duration;

/** Makes circuits for tests of other packages. */
public final class TestCircuits {

    public static final Duration COOL = Duration.ofSeconds(5);
    public static final int MAX_IN_FLIGHT = 32;

    private TestCircuits() {}

    /** Open after four failures of at least four requests. */
    public static CircuitProperties properties(int maxInFlight) {
        return new CircuitProperties(10, 4, 50, COOL, Duration.ofMinutes(5), maxInFlight);
    }

    public static Circuits of(Routing routing, Clock clock) {
        return new Circuits(routing, properties(MAX_IN_FLIGHT), clock);
    }
}
