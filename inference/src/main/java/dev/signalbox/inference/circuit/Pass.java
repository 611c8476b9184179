package dev.signalbox.inference.circuit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request's permission to ask a provider. What came of it is told at most once before the first content, and once after. */
public final class Pass implements AutoCloseable {

    private final Circuit circuit;
    private final boolean forced;
    private final long start = System.nanoTime();
    private boolean told;
    private boolean closed;

    Pass(Circuit circuit, boolean forced) {
        this.circuit = circuit;
        this.forced = forced;
    }

    /** The first content is there. */
    public void succeeded() {
        told = true;
        circuit.succeeded(forced, System.nanoTime() - start);
    }

    /** @param retryAfter the provider's own wish */
    public void failed(Cooling cooling, @Nullable Duration retryAfter, String why) {
        // after the first content the permission is used up already
        boolean used = told || forced;
        told = true;
        circuit.failed(cooling, retryAfter, why, System.nanoTime() - start, used);
    }

    /** However it ended: when the client went away nothing is known about the provider. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!told) {
                circuit.notAsked(forced);
            }
            circuit.left();
        }
    }
}
