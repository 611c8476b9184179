package dev.signalbox.inference.upstream;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/** One event loop's clients and their connections. */
final class LoopClients {

    private static final int MANY = 1000;

    private final ConnectionProvider pool;
    private final HttpClient plain;
    private final HttpClient secure;
    private final Map<String, HttpClient.RequestSender> posts = new ConcurrentHashMap<>();

    LoopClients(
            UpstreamProperties properties,
            LoopResources loops,
            AddressGuard guard,
            @Nullable AddressResolverGroup<?> names,
            Consumer<SslProvider.SslContextSpec> tls) {
        Duration connect = properties.connectTimeout();
        pool = ConnectionProvider.builder("upstream")
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(connect)
                .maxIdleTime(Duration.ofSeconds(30))
                .evictInBackground(Duration.ofSeconds(30))
                .lifo()
                .build();
        HttpClient http = HttpClient.create(pool);
        plain = (names == null ? http : http.resolver(names))
                .runOn(loops)
                .noProxy()
                .followRedirect(false)
                // the decision table says what is tried again
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
                .resolvedAddressesSelector((config, addresses) -> guard.filter(host(config), addresses));
        HttpClient overTls = plain.secure(tls);
        secure = properties.http2() ? overTls.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : overTls;
    }

    /** As it was asked for: what an answer of the name service says its name is may be anything. */
    private static String host(HttpClientConfig config) {
        return String.valueOf(URI.create(config.uri()).getHost());
    }

    HttpClient client(String url) {
        return url.regionMatches(true, 0, "https:", 0, 6) ? secure : plain;
    }

    HttpClient.RequestSender post(String url, Consumer<String> check) {
        HttpClient.RequestSender known = posts.get(url);
        if (known != null) {
            return known;
        }
        check.accept(url);
        if (posts.size() >= MANY) {
            // URLs come from the configuration: this many were there at different times
            posts.clear();
        }
        HttpClient.RequestSender fresh = client(url).post().uri(URI.create(url));
        posts.put(url, fresh);
        return fresh;
    }

    Mono<Void> close() {
        return pool.disposeLater();
    }
}
