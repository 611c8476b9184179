package dev.signalbox.inference.circuit;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.upstream.Upstream;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The circuits of all providers: they outlive the snapshots, as long as the provider is there and is the same. */
@Component
public class Circuits {

    private final Map<ProviderRef, Circuit> circuits = new ConcurrentHashMap<>();
    private final Routing routing;
    private final CircuitProperties properties;
    private final Clock clock;

    @Autowired
    Circuits(Routing routing, CircuitProperties properties) {
        this(routing, properties, Clock.systemUTC());
    }

    Circuits(Routing routing, CircuitProperties properties, Clock clock) {
        this.routing = routing;
        this.properties = properties;
        this.clock = clock;
    }

    public Circuit of(Upstream upstream) {
        Circuit known = circuits.get(upstream.ref());
        if (known != null && known.isOf(upstream)) {
            return known;
        }
        return circuits.compute(
                upstream.ref(),
                (ref, now) -> now != null && now.isOf(upstream) ? now : new Circuit(upstream, properties, clock));
    }

    /** By the provider's label; those that were never asked are not among them. */
    Map<String, Circuit> all() {
        Map<String, Circuit> all = new TreeMap<>();
        circuits.forEach((ref, circuit) -> all.put(ref.type().wireName() + "/" + ref.id(), circuit));
        return all;
    }

    @EventListener
    void on(ViewAdvanced advanced) {
        if (advanced.view().equals("routing-snapshot")) {
            routing.current()
                    .ifPresent(snapshot ->
                            circuits.keySet().retainAll(snapshot.providers().keySet()));
        }
    }
}
