package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.UpstreamHttp;
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
        try {
            server = tls.secure(HttpServer.create())
                    .host(properties.bind())
                    .port(properties.dataPort())
                    .runOn(http.loops())
                    // a graceful stop waits for the channels of this group
                    .channelGroup(channels)
                    .httpRequestDecoder(spec -> spec.maxInitialLineLength(8192).maxHeaderSize(maxHeader))
                    .doOnChannelInit((observer, channel, peer) -> {
                        ClientGuard.install(channel, limits, gateway::unreadable);
                        ShortWay.install(channel, shortCalls);
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

    @Override
    public void stop() {
        DisposableServer bound = server;
        server = null;
        if (bound != null) {
            long end = System.nanoTime() + properties.gateway().drain().toNanos();
            try {
                bound.disposeNow(properties.gateway().drain());
                // those on the short way close their connections themselves
                if (!channels.newCloseFuture().awaitUninterruptibly(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new IllegalStateException("not all are closed");
                }
            } catch (IllegalStateException e) {
                log.warn(
                        "Requests were still running after {}",
                        properties.gateway().drain());
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
