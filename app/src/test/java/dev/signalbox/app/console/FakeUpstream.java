package dev.signalbox.app.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A server with a few models, which says the same to everybody, whatever it is asked for; of a key it knows only how to refuse it. */
final class FakeUpstream implements AutoCloseable {

    private final HttpServer server;
    private final String saying;
    private final List<String> models;

    FakeUpstream() {
        this("All clear.", "model-a", "model-b");
    }

    FakeUpstream(String saying, String... models) {
        this.saying = saying;
        this.models = List.of(models);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String asked = path.substring(path.lastIndexOf('/') + 1);
        exchange.getResponseHeaders()
                .set("Content-Type", asked.equals("completions") ? "text/event-stream" : "application/json");
        byte[] bytes = body(asked).getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(asked.equals("refused") ? 401 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String body(String asked) {
        String model = models.getFirst();
        return switch (asked) {
            case "completions" -> streamed(model);
            case "embeddings" ->
                "{\"model\": \"%s\", \"data\": [{\"index\": 0, \"embedding\": [0.5, -0.25]}], \"usage\": {\"prompt_tokens\": 3, \"total_tokens\": 3}}"
                        .formatted(model);
            case "rerank" ->
                "{\"model\": \"%s\", \"results\": [{\"index\": 1, \"relevance_score\": 0.9}, {\"index\": 0, \"relevance_score\": 0.1}]}"
                        .formatted(model);
            case "refused" -> "{\"error\": {\"message\": \"no such key\"}}";
            default -> "{\"data\": [%s], \"models\": [%s]}".formatted(listed("id"), listed("name"));
        };
    }

    private String listed(String field) {
        return models.stream()
                .map(model -> "{\"%s\": \"%s\"}".formatted(field, model))
                .collect(Collectors.joining(", "));
    }

    /** A word at a time. */
    private String streamed(String model) {
        String words = Arrays.stream(saying.split("(?<= )"))
                .map(word -> chunk(model, "{\"content\": \"" + word + "\"}", "null"))
                .collect(Collectors.joining());
        return words + chunk(model, "{}", "\"stop\"") + "data: [DONE]\n\n";
    }

    private static String chunk(String model, String delta, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(model, delta, finish);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
