package dev.signalbox.inference.upstream;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The connections to providers, on the same event loops as the data plane's own: a request stays on one thread. */
@Component
public class UpstreamHttp implements DisposableBean {

    private final LoopResources loops = LoopResources.create("signalbox-io");
    private final ConnectionProvider pool;
    private final AddressGuard guard;
    private final HttpClient client;

    @Autowired
    UpstreamHttp(UpstreamProperties properties, AddressGuard guard) {
        this(properties, guard, null);
    }

    UpstreamHttp(UpstreamProperties properties, AddressGuard guard, @Nullable AddressResolverGroup<?> names) {
        Duration connect = properties.connectTimeout();
        this.guard = guard;
        pool = ConnectionProvider.builder("upstream")
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(connect)
                .maxIdleTime(Duration.ofSeconds(30))
                .evictInBackground(Duration.ofSeconds(30))
                .lifo()
                .build();
        HttpClient http = HttpClient.create(pool);
        client = (names == null ? http : http.resolver(names))
                .runOn(loops)
                .noProxy()
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
                .secure(spec ->
                        spec.sslContext(Http11SslContextSpec.forClient()).handshakeTimeout(connect))
                .resolvedAddressesSelector((config, addresses) -> guard.filter(host(config), addresses));
    }

    /** A client for one call. */
    public HttpClient client(String url) {
        guard.check(url);
        return client;
    }

    /** As it was asked for: what an answer of the name service says its name is may be anything. */
    private static String host(HttpClientConfig config) {
        return String.valueOf(URI.create(config.uri()).getHost());
    }

    public LoopResources loops() {
        return loops;
    }

    @Override
    public void destroy() {
        pool.disposeLater()
                .then(loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)))
                .block();
    }
}
