package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Promise 5: secrets that are entered come out at their provider, and nowhere else. */
@Timeout(300)
class CanaryIT {

    // not like a vendor's keys: the log's masking must not hide what somebody logs
    private static final String SERVER_KEY = "canary-server-4b1d9e70c2a85f36-tail";
    private static final String NEXT_SERVER_KEY = "canary-second-93e7a6d1f0b2c584-tail";
    private static final String API_KEY = "canary-apikey-7c3f1e9ab6d20854-tail";
    private static final String NEXT_API_KEY = "canary-rotated-e5a2b8f41c7d9036-tail";
    private static final List<String> CANARIES = List.of(SERVER_KEY, NEXT_SERVER_KEY, API_KEY, NEXT_API_KEY);

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
            String before = database(Rows.ofHome(home));
            remove(node);
            assertThat(upstream.asked)
                    .extracting(FakeOpenAi.Asked::authorization)
                    .contains(
                            "Bearer " + SERVER_KEY,
                            "Bearer " + NEXT_SERVER_KEY,
                            "Bearer " + API_KEY,
                            "Bearer " + NEXT_API_KEY);
            absent("answers", String.join("\n", answers));
            absent("log", node.log());
            absent("threads", jcmd(node, "Thread.print"));
            absent("metrics", metrics(node));
            absent("traces", traces(collector));
            nothingIsExposed(node);
            String after = database(Rows.ofHome(home));
            absent("database", before);
            absent("database after the end", after);
            absent("snapshot on disk", Files.readString(home.resolve("routing-snapshot.json")));
            everyFile(home);
            heap(node, directory.resolve("heap.hprof"));
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

    /** Tables, write-ahead log and the server's own log as they are on disk, and whatever else is in the home. */
    private static void everyFile(Path home) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(home)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !home.relativize(file).toString().startsWith("postgres-"))
                    .toList();
        }
        assertThat(files).anyMatch(file -> file.toString().contains("/pg_wal/0"));
        for (Path file : files) {
            absent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    /** Nothing that is still reachable holds one, as soon as the last opened credential has had its time. */
    private static void heap(SignalboxProcess node, Path dump) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Files.deleteIfExists(dump);
            jcmd(node, "GC.heap_dump", dump.toString());
            assertThat(HeapDump.occurrences(dump, CANARIES)).isEmpty();
        });
    }

    private static String jcmd(SignalboxProcess node, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(node.process().pid())));
        all.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Every column of every table: text as it is, bytes with all that is printable in the clear. */
    private static String database(Rows rows) {
        String selects = """
                select format(case data_type
                  when 'bytea' then 'select %L || encode(%I, ''escape'') from %I'
                  else 'select %L || %I::text from %I' end, table_name || '.' || column_name || ' ', column_name, table_name)
                from information_schema.columns where table_schema = 'public'""";
        return String.join(
                "\n",
                rows.of(selects).stream()
                        .flatMap(select -> values(rows, select))
                        .toList());
    }

    private static Stream<String> values(Rows rows, String select) {
        return rows.of(select).stream().map(String::valueOf);
    }

    private static void absent(String where, String text) {
        for (String canary : CANARIES) {
            byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
            assertThat(text.contains(canary) ? where + ": " + around(text, canary) : "")
                    .isEmpty();
            assertThat(text)
                    .doesNotContain(Base64.getEncoder().encodeToString(bytes).substring(0, 32));
            assertThat(text.contains(HexFormat.of().formatHex(bytes))).isFalse();
        }
    }

    private static String around(String text, String canary) {
        int at = text.indexOf(canary);
        return text.substring(Math.max(0, at - 400), Math.min(text.length(), at + 100));
    }
}
