package dev.signalbox.inference.upstream;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * The connections to providers, on the same event loops as the data plane's own. Each loop has connections of its own: a
 * request stays on one thread from the client to the provider and back.
 */
@Component
public class UpstreamHttp implements DisposableBean {

    private final LoopResources loops = LoopResources.create(
            "signalbox-io", Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private final UpstreamProperties properties;
    private final AddressGuard guard;
    private final Consumer<SslProvider.SslContextSpec> tls;
    private final List<LoopClients> all = new CopyOnWriteArrayList<>();
    private final LoopClients offLoop;
    private final FastThreadLocal<LoopClients> perThread = new FastThreadLocal<>() {
        @Override
        protected LoopClients initialValue() {
            return isLoop() ? fresh() : offLoop;
        }
    };

    @Autowired
    UpstreamHttp(UpstreamProperties properties) {
        this(properties, new Tls(properties));
    }

    /** @param tls how to speak TLS, with whom */
    UpstreamHttp(UpstreamProperties properties, Consumer<SslProvider.SslContextSpec> tls) {
        this.properties = properties;
        this.tls = tls;
        guard = new AddressGuard(properties.allowPrivateAddresses());
        offLoop = fresh();
    }

    private LoopClients fresh() {
        LoopClients clients = new LoopClients(properties, loops, guard, tls);
        all.add(clients);
        return clients;
    }

    private boolean isLoop() {
        for (EventExecutor loop : loops.onServer(true)) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** A client for one call. */
    public HttpClient client(String url) {
        check(url);
        return perThread.get().client(url);
    }

    /** For calls that are made again and again: checked and parsed once. */
    public HttpClient.RequestSender post(String url) {
        return perThread.get().post(url, this::check);
    }

    private void check(String url) {
        String host = URI.create(url).getHost();
        guard.checkLiteral(host == null ? "" : host);
    }

    public LoopResources loops() {
        return loops;
    }

    @Override
    public void destroy() {
        Flux.fromIterable(all)
                .flatMap(LoopClients::close)
                .then(loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)))
                .block();
    }
}
