package dev.signalbox.app.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a database, which can be cut (connections are reset) or swallow everything. */
final class CuttableDatabase implements AutoCloseable {

    private enum Way {
        OPEN,
        CUT,
        SWALLOWS
    }

    private final URI target;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Way way = Way.OPEN;

    CuttableDatabase(String jdbcUrl) throws IOException {
        target = URI.create(jdbcUrl.substring("jdbc:".length()));
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + target.getPath();
    }

    void cut() {
        way = Way.CUT;
        sockets.forEach(CuttableDatabase::reset);
    }

    void swallow() {
        way = Way.SWALLOWS;
    }

    /** As it was; what was swallowed does not come back. */
    void heal() {
        sockets.forEach(CuttableDatabase::reset);
        way = Way.OPEN;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                admit(door.accept());
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void admit(Socket client) throws IOException {
        sockets.add(client);
        if (way == Way.CUT) {
            reset(client);
        } else if (way == Way.OPEN) {
            Socket server = new Socket(target.getHost(), target.getPort());
            sockets.add(server);
            threads.submit(() -> copy(client, server));
            threads.submit(() -> copy(server, client));
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (way != Way.SWALLOWS) {
                    to.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // reset
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // closed already
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        threads.shutdownNow();
    }
}
