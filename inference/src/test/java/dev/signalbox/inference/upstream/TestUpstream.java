package dev.signalbox.inference.upstream;

import dev.signalbox.secrets.Vault;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.SslProvider;

/** Makes the package's components for tests of other packages. */
public record TestUpstream(
        UpstreamProperties properties, UpstreamHttp http, Credentials credentials, UpstreamModels models) {

    public static TestUpstream create(Vault vault, UpstreamProperties properties) {
        return create(vault, properties, null, new Tls(properties));
    }

    /** With a name service of the test's own. */
    public static TestUpstream create(
            Vault vault, UpstreamProperties properties, @Nullable AddressResolverGroup<?> names) {
        return create(vault, properties, names, new Tls(properties));
    }

    /** With a way of its own to speak TLS. */
    public static TestUpstream create(
            Vault vault, UpstreamProperties properties, Consumer<SslProvider.SslContextSpec> tls) {
        return create(vault, properties, null, tls);
    }

    private static TestUpstream create(
            Vault vault,
            UpstreamProperties properties,
            @Nullable AddressResolverGroup<?> names,
            Consumer<SslProvider.SslContextSpec> tls) {
        AddressGuard guard = new AddressGuard(properties, new NodeProperties("127.0.0.1"));
        UpstreamHttp http = new UpstreamHttp(properties, guard, names, tls);
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
        return of(first, idle, Duration.ofSeconds(60), null, List.of(), List.of());
    }

    /** Patient with providers, but not with clients. */
    public static UpstreamProperties stall(Duration stall) {
        return of(Duration.ofSeconds(30), Duration.ofSeconds(30), stall, null, List.of(), List.of());
    }

    /** Patient, but for these. */
    public static UpstreamProperties times(Duration connect, Duration stream) {
        Duration patience = Duration.ofSeconds(30);
        return new UpstreamProperties(
                connect, patience, patience, patience, patience, stream, null, List.of(), List.of(), patience, patience,
                64, true, true);
    }

    /** Patient, but for the Internet only. */
    public static UpstreamProperties publicOnly() {
        return places(AddressPolicy.PUBLIC_ONLY, List.of(), List.of());
    }

    /** Patient, with these rules for addresses. */
    static UpstreamProperties places(AddressPolicy policy, List<String> hosts, List<Integer> ports) {
        Duration patience = Duration.ofSeconds(30);
        return of(patience, patience, patience, policy, hosts, ports);
    }

    private static UpstreamProperties of(
            Duration first,
            Duration idle,
            Duration stall,
            @Nullable AddressPolicy policy,
            List<String> hosts,
            List<Integer> ports) {
        Duration minute = Duration.ofSeconds(60);
        return new UpstreamProperties(
                Duration.ofSeconds(5),
                first,
                first,
                idle,
                stall,
                Duration.ofHours(1),
                policy,
                hosts,
                ports,
                minute,
                minute,
                64,
                true,
                true);
    }
}
