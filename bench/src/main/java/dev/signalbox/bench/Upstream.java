package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A provider in a process of its own that costs next to nothing, for it shares the processors with what is measured: {@code Upstream
 * PORT}. One thread; a chat completion of 1 KB at once, or with {@code "stream": true} 50 events, with {@code "user":"paced"} as well
 * one every 10 ms.
 */
public final class Upstream {

    private static final long PACE_MILLIS = 10;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Set<UpstreamConnection> paced = new LinkedHashSet<>();
    private long ticked;

    Upstream(int port) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws IOException {
        new Upstream(Integer.parseInt(arguments[0])).run();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /** Until the listener is closed. */
    void run() throws IOException {
        while (listener.isOpen()) {
            selector.select(this::ready, paced.isEmpty() ? 0 : PACE_MILLIS);
            long now = System.nanoTime();
            if (!paced.isEmpty() && now - ticked >= PACE_MILLIS * 1_000_000) {
                ticked = now;
                paced.removeIf(connection -> !connection.isPaced());
                paced.forEach(connection -> proceed(connection, connection::write));
            }
        }
    }

    void stop() throws IOException {
        listener.close();
        selector.wakeup();
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof UpstreamConnection connection) {
            proceed(connection, key.isWritable() ? connection::write : connection::read);
            if (connection.isPaced()) {
                paced.add(connection);
            }
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
                key.attach(new UpstreamConnection(channel, key));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Who is gone may go. */
    private static void proceed(UpstreamConnection connection, Step step) {
        try {
            step.run();
        } catch (IOException gone) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
