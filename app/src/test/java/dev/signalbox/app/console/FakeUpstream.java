package dev.signalbox.app.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server with two models, which says the same to everybody. */
final class FakeUpstream implements AutoCloseable {

    private static final String STREAMED = """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"model-a","choices":[{"index":0,"delta":{"content":"All "},"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"model-a","choices":[{"index":0,"delta":{"content":"clear."},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private final HttpServer server;

    FakeUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            boolean chat = exchange.getRequestURI().getPath().endsWith("/chat/completions");
            exchange.getResponseHeaders().set("Content-Type", chat ? "text/event-stream" : "application/json");
            String body = chat
                    ? STREAMED
                    : "{\"data\": [{\"id\": \"model-a\"}, {\"id\": \"model-b\"}], \"models\": [{\"name\": \"model-a\"}, {\"name\": \"model-b\"}]}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
