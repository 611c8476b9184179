package dev.signalbox.app.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server with two models, which says the same to everybody, whatever it is asked for. */
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
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders()
                    .set("Content-Type", path.endsWith("/chat/completions") ? "text/event-stream" : "application/json");
            String body = answer(path.substring(path.lastIndexOf('/') + 1));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private static String answer(String asked) {
        return switch (asked) {
            case "completions" -> STREAMED;
            case "embeddings" ->
                "{\"model\": \"model-a\", \"data\": [{\"index\": 0, \"embedding\": [0.5, -0.25]}], \"usage\": {\"prompt_tokens\": 3, \"total_tokens\": 3}}";
            case "rerank" ->
                "{\"model\": \"model-a\", \"results\": [{\"index\": 1, \"relevance_score\": 0.9}, {\"index\": 0, \"relevance_score\": 0.1}]}";
            default ->
                "{\"data\": [{\"id\": \"model-a\"}, {\"id\": \"model-b\"}], \"models\": [{\"name\": \"model-a\"}, {\"name\": \"model-b\"}]}";
        };
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
