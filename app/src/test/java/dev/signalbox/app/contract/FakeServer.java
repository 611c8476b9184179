package dev.signalbox.app.contract;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An AI server that answers one thing to everybody, and remembers the credentials it was shown. */
final class FakeServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile String body = "{\"data\": [{\"id\": \"model-a\"}, {\"id\": \"model-b\"}]}";

    FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> credentials() {
        return credentials;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
