package dev.signalbox.inference.routing;

import dev.signalbox.inference.reload.Reload;
import org.springframework.stereotype.Component;

@Component
class RoutingReload extends Reload {

    RoutingReload(SnapshotLoader loader, RoutingProperties properties) {
        super(
                "active-providers",
                loader,
                properties.routing().poll(),
                properties.routing().retry());
    }
}
