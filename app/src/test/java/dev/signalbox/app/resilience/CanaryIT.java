package dev.signalbox.app.resilience;

import static dev.signalbox.app.resilience.Canaries.API_KEY;
import static dev.signalbox.app.resilience.Canaries.NEXT_API_KEY;
import static dev.signalbox.app.resilience.Canaries.NEXT_SERVER_KEY;
import static dev.signalbox.app.resilience.Canaries.SERVER_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Promise 5: secrets that are entered come out at their provider, and nowhere else. */
@Timeout(300)
class CanaryIT {

    private static final String CHAT =
            "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";
    private final List<String> answers = new ArrayList<>();

    @Test
    void aSecretIsSeenByItsProviderOnly(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("home");
        try (var upstream = new FakeOpenAi("one");
                var collector = new FakeOpenAi("collector");
                var node = new SignalboxProcess(home)
                        .with("logging.level.dev.signalbox", "trace")
                        .with("logging.level.org.axonframework", "debug")
                        .with("signalbox.upstream.opened-secrets", "1s")
                        .with("signalbox.tracing.otlp-endpoint", collector.baseUrl() + "/v1/traces")
                        .with("signalbox.vendors.canary.base-url", upstream.baseUrl() + "/v1")
                        .with("signalbox.vendors.canary.litellm", "openai")
                        .with("signalbox.vendors.canary.check.url", upstream.baseUrl() + "/v1/models")) {
            node.start();
            use(node, upstream);
            String before = Canaries.database(Rows.ofHome(home));
            remove(node);
            assertThat(upstream.asked)
                    .extracting(FakeOpenAi.Asked::authorization)
                    .contains(
                            "Bearer " + SERVER_KEY,
                            "Bearer " + NEXT_SERVER_KEY,
                            "Bearer " + API_KEY,
                            "Bearer " + NEXT_API_KEY);
            Canaries.absent("answers", String.join("\n", answers));
            Canaries.absent("log", node.log());
            Canaries.absent("threads", Canaries.jcmd(node, "Thread.print"));
            Canaries.absent("metrics", metrics(node));
            Canaries.absent("traces", traces(collector));
            nothingIsExposed(node);
            String after = Canaries.database(Rows.ofHome(home));
            Canaries.absent("database", before);
            Canaries.absent("database after the end", after);
            Canaries.absent("snapshot on disk", Files.readString(home.resolve("routing-snapshot.json")));
            Canaries.everyFile(home);
            Canaries.heap(node, directory.resolve("heap.hprof"));
            // the canaries would be found in what was looked through
            assertThat(answers.toString()).contains("****tail");
            assertThat(before).contains("ServerRegistered", "ApiKeyRotated", "vault_secret.");
            assertThat(after).doesNotContain("vault_secret.");
        }
    }

    private void use(SignalboxProcess node, FakeOpenAi upstream) throws Exception {
        write(node, "POST", "/servers", """
                {"name":"canary","server_type":"openai-compatible","base_url":"%s/v1","api_key":"%s","use_for_chat":true,\
                "model_path":"m"}""".formatted(upstream.baseUrl(), SERVER_KEY));
        write(node, "POST", "/active", "{\"purpose\":\"chat\",\"provider_type\":\"ai_server\",\"provider_id\":1}");
        everyRead(node);
        chats(node, upstream);
        write(node, "PUT", "/servers/1", "{\"api_key\":\"%s\"}".formatted(NEXT_SERVER_KEY));
        chats(node, upstream);
        write(node, "POST", "/api-keys", """
                {"provider":"canary","key_name":"canary","api_key":"%s"}""".formatted(API_KEY));
        write(
                node,
                "POST",
                "/active",
                "{\"purpose\":\"chat\",\"provider_type\":\"api_key\",\"provider_id\":1,\"model\":\"m\"}");
        chats(node, upstream);
        write(node, "PUT", "/api-keys/1", "{\"api_key\":\"%s\"}".formatted(NEXT_API_KEY));
        chats(node, upstream);
        refusals(node);
        everyRead(node);
    }

    private void remove(SignalboxProcess node) throws Exception {
        write(node, "DELETE", "/active/chat", null);
        write(node, "DELETE", "/api-keys/1", null);
        write(node, "DELETE", "/servers/1", null);
        everyRead(node);
    }

    private void chats(SignalboxProcess node, FakeOpenAi upstream) throws Exception {
        answers.add(all(node.chat(CHAT.formatted(""))));
        answers.add(all(node.chat(CHAT.formatted(",\"stream\":true"))));
        for (int status : List.of(200, 400, 401, 429, 500)) {
            upstream.will((exchange, asked) -> FakeOpenAi.json(
                    exchange,
                    status,
                    "{\"error\":{\"message\":\"Incorrect API key: %s\",\"type\":\"invalid\"}}"
                            .formatted(asked.authorization())));
            answers.add(all(node.chat(CHAT.formatted(""))));
            answers.add(all(node.chat(CHAT.formatted(",\"stream\":true"))));
            tests(node);
        }
        upstream.will(null);
        tests(node);
    }

    private void tests(SignalboxProcess node) throws Exception {
        for (String path : List.of("/servers/1/test", "/api-keys/1/test")) {
            answers.add(all(node.write("POST", path, null)));
        }
        answers.add(all(node.get("/api/v1/llm-config/servers/1/models")));
    }

    /** Keys in bodies that are not taken. */
    private void refusals(SignalboxProcess node) throws Exception {
        String server =
                "{\"name\":\"canary\",\"server_type\":\"%s\",\"base_url\":\"http://127.0.0.1:9\",\"api_key\":%s}";
        for (String body : List.of(
                server.formatted("ollama", "\"" + API_KEY + "\""),
                server.formatted("nonsense", "\"" + API_KEY + "\""),
                server.formatted("ollama", "[\"" + API_KEY + "\"]"),
                server.formatted("ollama", "{\"" + API_KEY + "\":1}"),
                server.formatted("ollama", "\"" + API_KEY + " with blanks\""),
                server.formatted("ollama", "\"" + API_KEY + "\",\"unknown\":1"),
                server.formatted("ollama", "\"" + API_KEY + "\" oops"),
                server.formatted("ollama", "\"" + API_KEY))) {
            HttpResponse<String> answer = node.write("POST", "/servers", body);
            assertThat(answer.statusCode()).as(body).isBetween(400, 499);
            answers.add(all(answer));
        }
        answers.add(all(node.write(
                "POST",
                "/api-keys",
                "{\"provider\":\"nobody\",\"key_name\":\"k\",\"api_key\":\"%s\"}".formatted(API_KEY))));
        answers.add(all(node.write("PUT", "/api-keys/77", "{\"api_key\":\"%s\"}".formatted(API_KEY))));
    }

    private void everyRead(SignalboxProcess node) throws Exception {
        for (String path : List.of(
                "/api/v1/llm-config/servers",
                "/api/v1/llm-config/servers/1",
                "/api/v1/llm-config/api-keys",
                "/api/v1/llm-config/api-keys/1",
                "/api/v1/llm-config/active",
                "/api/v1/llm-config/active/chat/export?format=litellm",
                "/api/v1/llm-config/active/chat/export?format=wilmer",
                "/api/v1/llm-config/audit?limit=1000",
                "/api/v1/llm-config/health",
                "/api/v1/admin/projections",
                "/actuator/health",
                "/actuator/metrics",
                "/v3/api-docs")) {
            answers.add(all(node.get(path)));
        }
    }

    private void write(SignalboxProcess node, String method, String path, @Nullable String body) throws Exception {
        HttpResponse<String> answer = node.write(method, path, body, "Idempotency-Key", "once-" + answers.size());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        answers.add(all(answer));
    }

    private static String all(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body();
    }

    /** Every meter with its tags. */
    private static String metrics(SignalboxProcess node) throws Exception {
        JsonNode names =
                new JsonMapper().readTree(node.get("/actuator/metrics").body()).path("names");
        assertThat(names.size()).isPositive();
        var text = new StringBuilder();
        for (JsonNode name : names) {
            text.append(node.get("/actuator/metrics/" + name.asString()).body());
        }
        return text.toString();
    }

    /** The spans as the collector gets them, of calls that failed as well. */
    private static String traces(FakeOpenAi collector) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(spans(collector)).contains("gen_ai.", "error.type"));
        return spans(collector);
    }

    private static String spans(FakeOpenAi collector) {
        return collector.asked.toString();
    }

    private static void nothingIsExposed(SignalboxProcess node) throws Exception {
        try (HttpClient stranger = HttpClient.newHttpClient()) {
            for (String endpoint : List.of("env", "heapdump", "threaddump", "configprops", "beans", "loggers")) {
                String path = "/actuator/" + endpoint;
                assertThat(node.get(path).statusCode()).as(endpoint).isEqualTo(404);
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(node.control(path))).build();
                assertThat(stranger.send(request, BodyHandlers.discarding()).statusCode())
                        .as(endpoint)
                        .isIn(401, 404);
            }
        }
    }
}
