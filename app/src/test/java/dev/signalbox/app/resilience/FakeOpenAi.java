package dev.signalbox.app.resilience;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A provider with a name, which is in its answers; says what it was sent, and waits or fails when told to. */
public final class FakeOpenAi implements AutoCloseable {

    /** What came in: the credential, and the body. */
    public record Asked(String path, String authorization, String body) {}

    /** An answer other than the usual one. */
    @FunctionalInterface
    public interface Failure {
        void answer(HttpExchange exchange, Asked asked) throws IOException;
    }

    private static final CountDownLatch OPEN = new CountDownLatch(0);

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final String name;
    private final HttpServer server;
    private volatile CountDownLatch gate = OPEN;
    private volatile @Nullable Failure failure;

    public FakeOpenAi(String name) {
        this.name = name;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers from now on begin, and streams end, only when the gate is opened. */
    public CountDownLatch gate() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public void will(@Nullable Failure next) {
        failure = next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        var seen = new Asked(exchange.getRequestURI().getPath(), authorization, body);
        asked.add(seen);
        Failure other = failure;
        if (other != null) {
            other.answer(exchange, seen);
        } else if (!seen.path().endsWith("/chat/completions")) {
            json(
                    exchange,
                    200,
                    "{\"object\":\"list\",\"data\":[{\"id\":\"%s-model\",\"object\":\"model\"}]}".formatted(name));
        } else if (body.replace(" ", "").contains("\"stream\":true")) {
            stream(exchange);
        } else {
            pass();
            json(exchange, 200, """
                    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"%s-model","choices":[{"index":0,\
                    "message":{"role":"assistant","content":"Hello from %s"},"finish_reason":"stop"}],\
                    "usage":{"prompt_tokens":3,"completion_tokens":3,"total_tokens":6}}""".formatted(name, name));
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            out.write(chunk("{\"role\":\"assistant\",\"content\":\"Hello\"}", "null"));
            out.flush();
            pass();
            out.write(chunk("{\"content\":\" from " + name + "\"}", "null"));
            out.write(chunk("{}", "\"stop\""));
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private byte[] chunk(String delta, String finishReason) {
        return ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + name
                        + "-model\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason
                        + "}]}\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void pass() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void json(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}
