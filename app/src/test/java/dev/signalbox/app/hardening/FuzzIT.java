package dev.signalbox.app.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Random requests after the OpenAPI document and at the data plane, always the same ones: no internal error, no stack trace,
 * no secret, whatever is sent. The long run: {@code mvn verify -pl app -am -Dit.test=FuzzIT -Dfuzz.requests=50000}.
 */
class FuzzIT {

    private static final Logger log = LoggerFactory.getLogger(FuzzIT.class);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1500);
    private static final int THREADS = 6;

    /** An operation and how often it may be called: rebuilding views all the time would only be slow. */
    private record Operation(String method, String path, JsonNode description, AtomicInteger left) {}

    private static final List<String> DATA_PLANE = List.of(
            "/v1/chat/completions",
            "/v1/completions",
            "/v1/embeddings",
            "/v1/rerank",
            "/v2/rerank",
            "/v1/messages",
            "/v1/messages/count_tokens",
            "/v1/responses",
            "/v1/models",
            "/v1/models/x/models",
            "/api/v1/llm/chat/completions",
            "/api/v1/llm/responses",
            "/v1/nothing");

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();

    @Test
    @Timeout(3600)
    void nothingThatIsSentLeadsToAnInternalError() throws InterruptedException {
        // only ports that nobody listens on: no request leaves this machine, whatever was configured
        Map<String, String> settings = Map.of("signalbox.upstream.allowed-ports", "1,9");
        try (TestNode node = TestNode.start(PostgresForTests.newDatabase(), settings)) {
            JsonNode document = node.admin().get("/v3/api-docs").json();
            List<Operation> operations = operations(document);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Nonsense nonsense = new Nonsense(document, new Random(4711 + i));
                threads.add(Thread.ofPlatform().start(() -> run(node, operations, nonsense)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            log.info("fuzz requests={} statuses={}", REQUESTS, new TreeMap<>(statuses));
            assertThat(wrong).isEmpty();
            assertThat(statuses.keySet()).contains(200, 201, 400, 401, 404, 422);
            assertThat(node.stranger().get("/livez").status()).isEqualTo(200);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    boolean endless =
                            path.getKey().endsWith("/stream") || path.getKey().endsWith("/live");
                    boolean heavy = path.getKey().startsWith("/api/v1/admin/")
                            && !method.getKey().equals("get");
                    if (!endless) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                method.getValue(),
                                new AtomicInteger(heavy ? 40 : Integer.MAX_VALUE)));
                    }
                }));
        return operations;
    }

    private void run(TestNode node, List<Operation> operations, Nonsense nonsense) {
        for (int i = 0; i < REQUESTS / THREADS; i++) {
            try {
                if (nonsense.chance(20)) {
                    dataPlane(node, nonsense);
                } else {
                    controlPlane(node, nonsense.one(operations), nonsense);
                }
            } catch (RuntimeException e) {
                wrong.add("no answer: " + e + " " + e.getCause());
            }
        }
    }

    private void controlPlane(TestNode node, Operation operation, Nonsense nonsense) {
        if (operation.left().decrementAndGet() < 0) {
            return;
        }
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        Http client = nonsense.chance(85) ? node.admin() : nonsense.chance(50) ? node.router() : node.stranger();
        for (JsonNode parameter : operation.description().path("parameters")) {
            String name = parameter.path("name").asString();
            String value = nonsense.parameter(parameter.path("schema"));
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", value.isEmpty() ? "1" : value);
                case "query" ->
                    query.append(nonsense.chance(50) ? (query.isEmpty() ? "?" : "&") + name + "=" + value : "");
                default -> client = nonsense.chance(30) ? client.with(name, value) : client;
            }
        }
        JsonNode schema = operation
                .description()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        String body = schema.isMissingNode() ? null : nonsense.body(schema);
        if (nonsense.chance(3)) {
            client = client.with(
                    "Accept", nonsense.one(List.of("*/*", "application/xml", "text/csv", "x", "text/html")));
        }
        if (nonsense.chance(3)) {
            client = client.with(
                    "Content-Type",
                    nonsense.one(List.of("text/plain", "application/xml", "application/json;charset=utf-16", "x")));
        }
        judge(operation.method(), path + query, body, client.send(operation.method(), path + query, body), false);
    }

    private void dataPlane(TestNode node, Nonsense nonsense) {
        String path = nonsense.one(DATA_PLANE);
        Http client = new Http(
                node.dataPort(),
                nonsense.chance(90) ? Map.of("Authorization", "Bearer " + TestNode.ADMIN_TOKEN) : Map.of());
        JsonNode anything = new tools.jackson.databind.json.JsonMapper().readTree("""
                {"properties": {"model": {"type": "string"}, "messages": {"type": "array", "items":
                  {"properties": {"role": {"enum": ["user", "system", "tool"]}, "content": {"type": "string"}}}},
                 "prompt": {"type": "string"}, "input": {"type": "string"}, "query": {"type": "string"},
                 "documents": {"type": "array", "items": {"type": "string"}}, "max_tokens": {"type": "integer"},
                 "stream": {"type": "boolean"}, "stream_options": {}, "instructions": {"type": "string"},
                 "tools": {"type": "array", "items": {}}}}""");
        String method = path.endsWith("models") || nonsense.chance(3) ? "GET" : "POST";
        String body = method.equals("GET") ? null : nonsense.body(anything);
        judge(method, path, body, client.send(method, path, body), true);
    }

    private void judge(String method, String path, @Nullable String body, Answer answer, boolean data) {
        statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger()).incrementAndGet();
        String text = answer.text();
        // the console's playground hands on what the data plane says
        boolean openAi = data || path.contains("/playground/");
        // a provider that can't be reached is what these are for, and nothing listens where servers were registered
        boolean expected = openAi
                ? answer.status() != 500 || !text.contains("internal_error")
                : answer.status() < 500 || answer.status() == 502 && path.contains("/models");
        boolean clean = !text.contains("Exception")
                && !text.contains("\tat ")
                && !text.contains("org.springframework")
                && !text.contains("CANARY");
        String type = String.valueOf(answer.header("Content-Type"));
        boolean shaped = answer.status() < 400
                || text.isEmpty()
                || openAi && text.contains("\"error\"")
                || !data && type.startsWith("application/problem+json");
        if (!expected || !clean || !shaped) {
            String sent = body == null || body.length() < 500 ? String.valueOf(body) : body.substring(0, 500);
            wrong.add(method + " " + path + " " + sent + " -> " + answer.status() + " " + type + " "
                    + text.substring(0, Math.min(600, text.length())));
        }
    }
}
