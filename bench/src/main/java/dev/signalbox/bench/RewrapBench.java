package dev.signalbox.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/** Re-wraps many secrets while chat requests go through: {@code RewrapBench JAR [SECRETS [PER_SECOND]]}. */
public final class RewrapBench {

    private static final String RING = "/api/v1/admin/keyring";
    private static final String CONFIG = "/api/v1/llm-config";
    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final byte[] COMPLETION =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"
                    .getBytes(StandardCharsets.UTF_8);

    private final Node node;
    private final int perSecond;

    private RewrapBench(Node node, int perSecond) {
        this.node = node;
        this.perSecond = perSecond;
    }

    public static void main(String[] arguments) throws Exception {
        int secrets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int perSecond = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
        Path directory = Files.createTempDirectory("signalbox-bench");
        HttpServer upstream = upstream();
        try (Node node = new Node(Path.of(arguments[0]).toAbsolutePath(), directory)) {
            new RewrapBench(node, perSecond).run(upstream.getAddress().getPort(), secrets);
        } finally {
            upstream.stop(0);
        }
    }

    private void run(int upstreamPort, int secrets) throws Exception {
        JsonNode server = node.control("POST", CONFIG + "/servers", """
                {"name":"one","server_type":"ollama","base_url":"http://127.0.0.1:%d","use_for_chat":true,
                 "api_key":"sk-bench-0123456789","model_path":"m"}""".formatted(upstreamPort));
        node.control("POST", CONFIG + "/active", """
                {"purpose":"chat","provider_type":"ai_server","provider_id":%d}""".formatted(server.path("id").asLong()));
        addKeys(secrets);
        long warm = System.nanoTime() + 10_000_000_000L;
        Load.run(perSecond, () -> System.nanoTime() < warm, this::chat);
        long until = System.nanoTime() + 15_000_000_000L;
        System.out.println("before:  " + Load.run(perSecond, () -> System.nanoTime() < until, this::chat));

        String fresh = node.control("POST", RING + "/keys", null).path("id").asString();
        String old = node.control("GET", RING, null).path("primary").asString();
        node.control("POST", RING + "/keys/" + fresh + "/promote", null);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<JsonNode> rewrap =
                CompletableFuture.supplyAsync(this::rewrap).whenComplete((progress, e) -> ended.set(true));
        Load during = Load.run(perSecond, () -> !ended.get(), this::chat);
        System.out.println("rewrap:  " + rewrap.join());
        System.out.println("during:  " + during);
        node.control("POST", RING + "/keys/" + old + "/retire", null);
        long after = System.nanoTime() + 10_000_000_000L;
        System.out.println("retired: " + Load.run(perSecond, () -> System.nanoTime() < after, this::chat));
    }

    private void addKeys(int count) {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < count; i++) {
                String body = """
                        {"provider":"openai","key_name":"key-%d","api_key":"sk-bench-key-%08d"}""".formatted(i, i);
                threads.execute(() -> post(CONFIG + "/api-keys", body));
            }
        }
    }

    private void post(String path, String body) {
        try {
            node.control("POST", path, body);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int chat() {
        try {
            return node.chat(CHAT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode rewrap() {
        try {
            node.control("POST", RING + "/rewrap", null);
            while (true) {
                JsonNode progress = node.control("GET", RING, null).path("rewrap");
                if (!progress.path("state").asString().equals("running")) {
                    return progress;
                }
                Thread.sleep(500);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer upstream() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, COMPLETION.length);
            exchange.getResponseBody().write(COMPLETION);
            exchange.close();
        });
        server.start();
        return server;
    }
}
