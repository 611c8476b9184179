package dev.signalbox.app.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param adminToken instead of the generated one
 * @param routerToken may read exports with keys, nothing else
 * @param inferenceToken may send requests to the data plane, nothing else
 * @param trustedProxies addresses or ranges of those whose X-Forwarded-For is believed; nobody's is by default
 * @param session of browsers
 * @param tokens how the issued ones are kept in memory
 */
@ConfigurationProperties("signalbox")
record AccessProperties(
        Path home,
        @Nullable String adminToken,
        @Nullable String routerToken,
        @Nullable String inferenceToken,
        @Nullable List<String> trustedProxies,
        @DefaultValue Session session,
        @DefaultValue Reload tokens) {

    /**
     * @param lifetime after which a browser has to sign in again
     * @param idle and after which without any request
     * @param secureCookie whether the cookie goes over TLS only even where this node sees none, behind a proxy that ends it
     */
    record Session(
            @DefaultValue("12h") Duration lifetime,
            @DefaultValue("1h") Duration idle,
            @DefaultValue("false") boolean secureCookie) {}

    /**
     * @param poll how often to look without being woken
     * @param retry the first pause after a failed look; doubled up to {@code poll}
     */
    record Reload(
            @DefaultValue("5s") Duration poll,
            @DefaultValue("100ms") Duration retry) {}
}
