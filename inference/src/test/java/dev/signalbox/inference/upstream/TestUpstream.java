package dev.signalbox.inference.upstream;

import dev.signalbox.secrets.Vault;
import java.time.Duration;

/** Makes the package's components for tests of other packages. */
public record TestUpstream(
        UpstreamProperties properties, UpstreamHttp http, Credentials credentials, UpstreamModels models) {

    public static TestUpstream create(Vault vault, UpstreamProperties properties) {
        UpstreamHttp http = new UpstreamHttp(properties);
        Credentials credentials = new Credentials(vault, new SecretUseCount(told -> {}), properties);
        return new TestUpstream(properties, http, credentials, new UpstreamModels(http, credentials, properties));
    }

    /** Patient enough for a busy machine. */
    public static UpstreamProperties patient() {
        return limits(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    public static UpstreamProperties limits(Duration first, Duration idle) {
        return new UpstreamProperties(
                Duration.ofSeconds(5),
                first,
                first,
                idle,
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                true,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                64,
                true);
    }
}
