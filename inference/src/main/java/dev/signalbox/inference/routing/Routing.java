package dev.signalbox.inference.routing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The snapshot that this node routes by at this moment. */
@Component
public class Routing {

    private volatile @Nullable RoutingSnapshot current;

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

    void swap(RoutingSnapshot snapshot) {
        current = snapshot;
    }
}
