package dev.signalbox.app.access;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param adminToken instead of the generated one
 * @param routerToken may read exports with keys, nothing else
 * @param inferenceToken may send requests to the data plane, nothing else
 * @param trustedProxies addresses or ranges of those whose X-Forwarded-For is believed; nobody's is by default
 */
@ConfigurationProperties("signalbox")
record AccessProperties(
        Path home,
        @Nullable String adminToken,
        @Nullable String routerToken,
        @Nullable String inferenceToken,
        @Nullable List<String> trustedProxies) {}
