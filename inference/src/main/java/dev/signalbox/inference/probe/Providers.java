package dev.signalbox.inference.probe;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.upstream.Upstream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The providers that this node knows of; 404 for others. */
@Component
class Providers {

    private final Routing routing;

    Providers(Routing routing) {
        this.routing = routing;
    }

    Upstream server(long id) {
        return find(new ProviderRef(ProviderType.AI_SERVER, id), "AI server");
    }

    Upstream apiKey(long id) {
        return find(new ProviderRef(ProviderType.API_KEY, id), "API key");
    }

    private Upstream find(ProviderRef ref, String what) {
        return routing.current()
                .flatMap(snapshot -> snapshot.provider(ref))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no " + what + " with the id " + ref.id()));
    }
}
