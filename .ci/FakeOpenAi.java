import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** An upstream for the smoke test: models, chat plain and streamed. {@code java FakeOpenAi.java NAME} prints its port. */
class FakeOpenAi {

    public static void main(String[] args) throws IOException {
        String name = args[0];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange ->
                answer(exchange, "{\"object\":\"list\",\"data\":[{\"id\":\"%s-model\",\"object\":\"model\"}]}".formatted(name)));
        server.createContext("/api/tags", exchange ->
                answer(exchange, "{\"models\":[{\"name\":\"%s-model\",\"model\":\"%s-model\"}]}".formatted(name, name)));
        server.createContext("/v1/chat/completions", exchange -> chat(exchange, name));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(404, -1));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void chat(HttpExchange exchange, String name) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.replace(" ", "").contains("\"stream\":true")) {
            answer(exchange, """
                    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"%s-model","choices":[{"index":0,\
                    "message":{"role":"assistant","content":"Hello from %s"},"finish_reason":"stop"}],\
                    "usage":{"prompt_tokens":3,"completion_tokens":3,"total_tokens":6}}""".formatted(name, name));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            for (String delta : new String[] {
                "{\"role\":\"assistant\",\"content\":\"Hello\"}", "{\"content\":\" from \"}", "{\"content\":\"" + name + "\"}"
            }) {
                out.write(("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + name
                                + "-model\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
