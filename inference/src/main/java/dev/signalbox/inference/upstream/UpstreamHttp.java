package dev.signalbox.inference.upstream;

import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    private final LoopResources loops;
    private final AddressGuard guard;
    private final Supplier<LoopClients> clients;
    private final List<LoopClients> all = new CopyOnWriteArrayList<>();
    private final LoopClients offLoop;
    private final FastThreadLocal<LoopClients> perThread = new FastThreadLocal<>() {
        @Override
        protected LoopClients initialValue() {
            return isLoop() ? fresh() : offLoop;
        }
    };

    @Autowired
    UpstreamHttp(UpstreamProperties properties, AddressGuard guard) {
        this(properties, guard, null, new Tls(properties));
    }

    /**
     * @param names a name service other than the machine's
     * @param tls how to speak TLS, with whom
     */
    UpstreamHttp(
            UpstreamProperties properties,
            AddressGuard guard,
            @Nullable AddressResolverGroup<?> names,
            Consumer<SslProvider.SslContextSpec> tls) {
        this.guard = guard;
        loops = EventLoops.create(properties.ioUring());
        AddressResolverGroup<?> resolver = names == null ? resolver() : names;
        clients = () -> new LoopClients(properties, loops, guard, resolver, tls);
        offLoop = fresh();
    }

    /** The machine's name service, asked on our own event loops. */
    private AddressResolverGroup<?> resolver() {
        HttpClient asking = HttpClient.create().resolver(spec -> spec.runOn(loops));
        return Objects.requireNonNull(asking.configuration().resolver());
    }

    private LoopClients fresh() {
        LoopClients made = clients.get();
        all.add(made);
        return made;
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
        guard.check(url);
        return perThread.get().client(url);
    }

    /** For calls that are made again and again: checked and parsed once. */
    public HttpClient.RequestSender post(String url) {
        return perThread.get().post(url, guard::check);
    }

    /** For one call on a connection that nobody has used before, unless over TLS. */
    public HttpClient.RequestSender postAfresh(String url) {
        return perThread.get().postAfresh(url, guard::check);
    }

    /**
     * For requests that pass as bytes; null when there is no such way from this thread to that place.
     *
     * @throws AddressRefusedException if nothing may be sent there
     */
    public @Nullable DirectRoute direct(String apiBase, String path) {
        LoopClients own = perThread.get();
        return own == offLoop ? null : own.direct(apiBase, path);
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
