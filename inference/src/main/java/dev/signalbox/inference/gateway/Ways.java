package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.Upstream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Knows which provider takes which request, and by which dialect. */
@Component
class Ways {

    /** Nothing when the provider has no such thing. */
    Mono<Way> to(Upstream upstream, ApiRequest request) {
        Endpoint endpoint = request.endpoint();
        return upstream.speaksOpenAi() ? Mono.just(Way.same(endpoint, upstream)) : Mono.empty();
    }
}
