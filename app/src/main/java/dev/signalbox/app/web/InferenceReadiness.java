package dev.signalbox.app.web;

import dev.signalbox.inference.routing.Routing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** A node with the role {@code inference} takes requests as soon as it has something to route by, be it from the disk. */
@Component
class InferenceReadiness implements Readiness {

    private final ObjectProvider<Routing> routing;

    InferenceReadiness(ObjectProvider<Routing> routing) {
        this.routing = routing;
    }

    @Override
    public boolean isReady() {
        return routing.stream().allMatch(Routing::ready);
    }
}
