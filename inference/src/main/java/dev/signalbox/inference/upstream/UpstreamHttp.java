package dev.signalbox.inference.upstream;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The connections to providers, on the same event loops as the data plane's own: a request stays on one thread. */
@Component
public class UpstreamHttp implements DisposableBean {

    private final LoopResources loops = LoopResources.create("signalbox-io");
    private final ConnectionProvider pool;
    private final AddressGuard guard;
    private final HttpClient client;

    UpstreamHttp(UpstreamProperties properties) {
        Duration connect = properties.connectTimeout();
        guard = new AddressGuard(properties.allowPrivateAddresses());
        pool = ConnectionProvider.builder("upstream")
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(connect)
                .maxIdleTime(Duration.ofSeconds(30))
                .evictInBackground(Duration.ofSeconds(30))
                .lifo()
                .build();
        client = HttpClient.create(pool)
                .runOn(loops)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
                .secure(spec ->
                        spec.sslContext(Http11SslContextSpec.forClient()).handshakeTimeout(connect))
                .resolvedAddressesSelector((config, addresses) -> guard.filter(addresses));
    }

    /** A client for one call. */
    public HttpClient client(String url) {
        String host = URI.create(url).getHost();
        guard.checkLiteral(host == null ? "" : host);
        return client;
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
