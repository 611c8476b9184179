package dev.signalbox.inference.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The snapshot that this node routes by at this moment. */
@Component
public class Routing {

    private volatile @Nullable RoutingSnapshot current;
    private volatile @Nullable Instant confirmed;

    public Optional<RoutingSnapshot> current() {
        return Optional.ofNullable(current);
    }

    /** Whether requests can be routed, be it by a copy from the disk. */
    public boolean ready() {
        return current != null;
    }

    /** The position that this node routes by, -1 as long as it has no snapshot. */
    public long revision() {
        RoutingSnapshot snapshot = current;
        return snapshot == null ? -1 : snapshot.revision();
    }

    /** How long ago the database said that nothing is newer; not a number as long as it never did. */
    public double secondsSinceConfirmed() {
        Instant last = confirmed;
        return last == null ? Double.NaN : Duration.between(last, Instant.now()).toMillis() / 1000.0;
    }

    void confirm() {
        confirmed = Instant.now();
    }

    void swap(RoutingSnapshot snapshot) {
        current = snapshot;
    }
}
