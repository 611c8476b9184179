package dev.signalbox.inference.upstream;

import dev.signalbox.secrets.Vault;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the package's components for tests of other packages. */
public record TestUpstream(
        UpstreamProperties properties, UpstreamHttp http, Credentials credentials, UpstreamModels models) {

    public static TestUpstream create(Vault vault, UpstreamProperties properties) {
        return create(vault, properties, null);
    }

    /** With a name service of the test's own. */
    public static TestUpstream create(
            Vault vault, UpstreamProperties properties, @Nullable AddressResolverGroup<?> names) {
        AddressGuard guard = new AddressGuard(properties, new NodeProperties("127.0.0.1"));
        UpstreamHttp http = new UpstreamHttp(properties, guard, names);
        Credentials credentials = new Credentials(vault, new SecretUseCount(told -> {}), properties);
        return new TestUpstream(properties, http, credentials, new UpstreamModels(http, credentials, properties));
    }

    public ServerKinds kinds() {
        return new ServerKinds(http, credentials, properties);
    }

    /** Patient enough for a busy machine. */
    public static UpstreamProperties patient() {
        return limits(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    public static UpstreamProperties limits(Duration first, Duration idle) {
        return of(first, idle, null, List.of(), List.of());
    }

    /** Patient, with these rules for addresses. */
    static UpstreamProperties places(AddressPolicy policy, List<String> hosts, List<Integer> ports) {
        return of(Duration.ofSeconds(30), Duration.ofSeconds(30), policy, hosts, ports);
    }

    private static UpstreamProperties of(
            Duration first, Duration idle, @Nullable AddressPolicy policy, List<String> hosts, List<Integer> ports) {
        Duration minute = Duration.ofSeconds(60);
        return new UpstreamProperties(
                Duration.ofSeconds(5), first, first, idle, policy, hosts, ports, minute, minute, 64);
    }
}
