package dev.signalbox.inference.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.transport.TransportConnector;

/**
 * One event loop's connections to one server that speaks plain HTTP/1.1. Names, addresses that are allowed and time-outs are
 * those of the other client, by which connections are made; only what happens on them is ours.
 */
final class DirectPool {

    private final HttpClientConfig config;
    private final SocketAddress address;
    private final AddressResolverGroup<?> names;
    private final int max;
    private final Deque<DirectConnection> idle = new ArrayDeque<>();
    private int open;

    DirectPool(HttpClientConfig config, SocketAddress address, AddressResolverGroup<?> names, int max) {
        this.config = config;
        this.address = address;
        this.names = names;
        this.max = max;
    }

    boolean isFull() {
        return idle.isEmpty() && open >= max;
    }

    /** The one used last, which is the least likely to be closed by the other side just now. */
    void connect(EventLoop loop, DirectAnswer answer) {
        DirectConnection kept = idle.pollFirst();
        while (kept != null) {
            if (kept.isOpen()) {
                answer.connected(kept);
                return;
            }
            kept = idle.pollFirst();
        }
        open++;
        var unused = TransportConnector.connect(config, address, names, initializer(), loop)
                .subscribe(channel -> answer.connected(channel.pipeline().get(DirectConnection.class)), e -> {
                    open--;
                    // maybe not the server's fault: by Netty's epoll it may get, and be closed by, what had come
                    // for a connection that was closed just now and whose number it has
                    answer.failed(e, false);
                });
    }

    private ChannelInitializer<Channel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                DirectConnection.install(channel, DirectPool.this);
            }
        };
    }

    void idle(DirectConnection connection) {
        idle.addFirst(connection);
    }

    void closed(DirectConnection connection) {
        open--;
        idle.remove(connection);
    }
}
