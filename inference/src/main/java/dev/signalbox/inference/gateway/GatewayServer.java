package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.UpstreamHttp;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The data plane's port: Reactor Netty itself, because the gateway is to add next to nothing. */
@Component
public class GatewayServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);

    private final Gateway gateway;
    private final GatewayProperties properties;
    private final UpstreamHttp http;
    private final DataPlaneTls tls;
    private final ShortCalls shortCalls;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean stopping;
    private volatile @Nullable DisposableServer server;

    GatewayServer(
            Gateway gateway, GatewayProperties properties, UpstreamHttp http, DataPlaneTls tls, ShortCalls shortCalls) {
        this.gateway = gateway;
        this.properties = properties;
        this.http = http;
        this.tls = tls;
        this.shortCalls = shortCalls;
    }

    /** The port in use, which is another than the configured one when that is 0. */
    public int port() {
        DisposableServer bound = server;
        if (bound == null) {
            throw new IllegalStateException("The data plane is not running");
        }
        return bound.port();
    }

    /** Where this process itself reaches it. */
    public URI local() {
        String bind = properties.bind();
        boolean everywhere = bind.equals("0.0.0.0") || bind.equals("::");
        return URI.create(tls.scheme() + "://" + (everywhere ? "127.0.0.1" : bind) + ":" + port());
    }

    @Override
    public void start() {
        GatewayProperties.Limits limits = properties.gateway();
        int maxHeader = Math.toIntExact(limits.maxHeader().toBytes());
        stopping = false;
        try {
            server = tls.secure(HttpServer.create())
                    .host(properties.bind())
                    .port(properties.dataPort())
                    .runOn(http.loops())
                    .httpRequestDecoder(spec -> spec.maxInitialLineLength(8192).maxHeaderSize(maxHeader))
                    .doOnChannelInit((observer, channel, peer) -> {
                        ClientGuard.install(channel, limits, gateway::unreadable);
                        ShortWay.install(channel, shortCalls);
                        opened(channel);
                    })
                    .maxConnections(limits.maxConnections())
                    .idleTimeout(Quiet.LONGEST)
                    .handle(gateway::handle)
                    .bindNow();
        } catch (ChannelBindException e) {
            throw new IllegalStateException(
                    "The data plane can't listen on %s:%d: stop what is using the port, or choose another one with %s"
                            .formatted(
                                    properties.bind(),
                                    properties.dataPort(),
                                    "signalbox.data-port (SIGNALBOX_DATA_PORT)"),
                    e);
        }
        log.info("Data plane on {}://{}:{}", tls.scheme(), properties.bind(), port());
    }

    /** Accepted just before a stop it comes after it, and must not stay. */
    private void opened(Channel channel) {
        channels.add(channel);
        if (stopping) {
            channel.eventLoop().execute(() -> Stop.tell(channel));
        }
    }

    /**
     * Each connection ends itself as soon as nothing is asked on it any more. Reactor Netty's own graceful stop knows only
     * what is open and running at one moment, and would wait for the rest in vain.
     */
    @Override
    public void stop() {
        DisposableServer bound = server;
        server = null;
        if (bound != null) {
            long end = System.nanoTime() + properties.gateway().drain().toNanos();
            stopping = true;
            bound.disposeNow();
            channels.forEach(Stop::tell);
            if (!channels.newCloseFuture().awaitUninterruptibly(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "Requests were still running after {}",
                        properties.gateway().drain());
                channels.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /** After everything that routing needs, and stopped before it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1024;
    }
}
