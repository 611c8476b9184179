package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.Upstream;

/** Carries requests of one API to providers that speak another one. Requests of the same API pass through without. */
@FunctionalInterface
public interface Dialect {

    /**
     * @param request the client's, a JSON object
     * @param model what to ask the provider for
     * @throws UntranslatableException when the request is wrong, or the provider's API has no words for it
     */
    Translation translate(byte[] request, String model, Upstream upstream);
}
