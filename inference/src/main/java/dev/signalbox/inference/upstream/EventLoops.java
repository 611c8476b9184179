package dev.signalbox.inference.upstream;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

/**
 * The event loops of clients and providers alike: by io_uring where the kernel lets this process have it, else by what
 * Reactor Netty finds. Reactor Netty can't be kept from io_uring, so whoever does not want it gets loops of our own.
 */
final class EventLoops implements LoopResources {

    private static final Logger log = LoggerFactory.getLogger(EventLoops.class);
    private static final String NAME = "signalbox-io";
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final EventLoopGroup servers;
    private final EventLoopGroup clients;

    private EventLoops() {
        AtomicInteger made = new AtomicInteger();
        ThreadFactory threads = task -> new Loop(task, NAME + "-epoll-" + made.incrementAndGet());
        servers = new MultiThreadIoEventLoopGroup(THREADS, threads, EpollIoHandler.newFactory());
        clients = LoopResources.colocate(servers);
    }

    static LoopResources create(boolean ioUring) {
        LoopResources found = LoopResources.create(NAME, THREADS, true);
        if (!IoUring.isAvailable()) {
            return found;
        }
        if (ioUring) {
            try {
                found.onServer(true);
                log.info("Connections are served by io_uring (signalbox.upstream.io-uring=false: by epoll)");
                return found;
            } catch (RuntimeException e) {
                // older kernels count rings as locked memory, of which there may be little
                log.warn("io_uring=refused cause=\"{}\": epoll is used, which costs more", e.getMessage());
            }
        }
        return new EventLoops();
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return servers;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return clients;
    }

    @Override
    public Mono<Void> disposeLater(Duration quiet, Duration timeout) {
        return Mono.create(
                sink -> servers.shutdownGracefully(quiet.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .addListener(ended -> sink.success()));
    }

    /** Says to Reactor that nothing may block here. */
    private static final class Loop extends FastThreadLocalThread implements NonBlocking {
        Loop(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}
