package dev.signalbox.inference.gateway;

import dev.signalbox.inference.dialect.Dialect;
import dev.signalbox.inference.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * How a request gets to a provider.
 *
 * @param url where to
 * @param dialect null when the provider speaks the client's API, and the request passes through as it is
 * @param namesModel whether the provider has models to choose from
 */
record Way(String url, @Nullable Dialect dialect, boolean namesModel) {

    Way(String url, @Nullable Dialect dialect) {
        this(url, dialect, true);
    }

    static Way same(Endpoint endpoint, Upstream upstream) {
        return new Way(upstream.apiBase() + endpoint.upstreamPath(), null);
    }
}
