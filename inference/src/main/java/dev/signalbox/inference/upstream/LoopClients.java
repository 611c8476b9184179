package dev.signalbox.inference.upstream;

import dev.signalbox.events.vendor.Vendor;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
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
import reactor.netty.transport.AddressUtils;

/** One event loop's clients and their connections. */
final class LoopClients {

    private static final int MANY = 1000;

    private final ConnectionProvider pool;
    private final HttpClient plain;
    private final HttpClient secure;
    private final HttpClient plainAfresh;
    private final Map<String, HttpClient.RequestSender> posts = new ConcurrentHashMap<>();
    private final Map<String, Map<String, DirectRoute>> routes = new HashMap<>();
    private final Map<String, DirectPool> pools = new HashMap<>();
    private final AddressGuard guard;
    private final AddressResolverGroup<?> names;
    private final int max;

    LoopClients(
            UpstreamProperties properties,
            LoopResources loops,
            AddressGuard guard,
            AddressResolverGroup<?> names,
            Consumer<SslProvider.SslContextSpec> tls) {
        this.guard = guard;
        this.names = names;
        max = properties.maxConnections();
        Duration connect = properties.connectTimeout();
        pool = ConnectionProvider.builder("upstream")
                .maxConnections(properties.maxConnections())
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(connect)
                .maxIdleTime(Duration.ofSeconds(30))
                .evictInBackground(Duration.ofSeconds(30))
                .lifo()
                .build();
        plain = http(pool, loops, connect);
        HttpClient overTls = plain.secure(tls);
        secure = properties.http2() ? overTls.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : overTls;
        plainAfresh = http(ConnectionProvider.newConnection(), loops, connect);
    }

    private HttpClient http(ConnectionProvider connections, LoopResources loops, Duration connect) {
        return HttpClient.create(connections)
                .resolver(names)
                .runOn(loops)
                .noProxy()
                .followRedirect(false)
                // the decision table says what is tried again
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
                .resolvedAddressesSelector((config, addresses) -> guard.filter(host(config), addresses));
    }

    /** As it was asked for: what an answer of the name service says its name is may be anything. */
    private static String host(HttpClientConfig config) {
        return String.valueOf(URI.create(config.uri()).getHost());
    }

    private static boolean isSecure(String url) {
        return url.regionMatches(true, 0, "https:", 0, 6);
    }

    HttpClient client(String url) {
        return isSecure(url) ? secure : plain;
    }

    /** On a connection of its own: all that were kept may have been given up by the other side. Over TLS as any other. */
    HttpClient.RequestSender postAfresh(String url, Consumer<String> check) {
        if (isSecure(url)) {
            return post(url, check);
        }
        check.accept(url);
        return plainAfresh.post().uri(URI.create(url));
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

    /** For this loop's own thread. Null when there is no direct way: over TLS the provider may speak HTTP/2. */
    @Nullable
    DirectRoute direct(String apiBase, String path) {
        if (isSecure(apiBase)) {
            return null;
        }
        Map<String, DirectRoute> known = routes.get(apiBase);
        if (known == null) {
            if (routes.size() >= MANY) {
                routes.clear();
            }
            known = new HashMap<>();
            routes.put(apiBase, known);
        }
        DirectRoute route = known.get(path);
        if (route == null) {
            route = route(apiBase + path);
            known.put(path, route);
        }
        return route;
    }

    private DirectRoute route(String url) {
        guard.check(url);
        URI uri = URI.create(url);
        String origin = Vendor.origin(url);
        return new DirectRoute(pools.computeIfAbsent(origin, key -> pool(uri)), uri, origin);
    }

    private DirectPool pool(URI uri) {
        String host = uri.getHost();
        HttpClient guarded = plain.resolvedAddressesSelector((config, addresses) -> guard.filter(host, addresses));
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new DirectPool(guarded.configuration(), AddressUtils.createUnresolved(bare(host), port), names, max);
    }

    /** An IPv6 address without its brackets. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    Mono<Void> close() {
        return pool.disposeLater();
    }
}
