package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 4: without its database a node refuses writes and reads soon and in order, routes on, and recovers by itself. */
@Timeout(300)
class DatabaseOutageIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CHAT = "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    static Path directory = Path.of("");

    private static final FakeOpenAi UPSTREAM = new FakeOpenAi("one");
    private static final PostgresForTests.TestDatabase POSTGRES = PostgresForTests.newDatabase();
    private static final Rows ROWS = new Rows(POSTGRES.url(), POSTGRES.user(), POSTGRES.password());
    private static CuttableDatabase database;
    private static SignalboxProcess node;

    @BeforeAll
    static void start() throws Exception {
        database = new CuttableDatabase(POSTGRES.url());
        node = new SignalboxProcess(directory.resolve("home"))
                .with("signalbox.database.url", database.jdbcUrl())
                .with("signalbox.database.user", POSTGRES.user())
                .with("signalbox.database.password", POSTGRES.password())
                .start();
        assertThat(register("first").statusCode()).isEqualTo(201);
        assertThat(node.write("POST", "/active", """
                        {"purpose":"chat","provider_type":"ai_server","provider_id":1}""").statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> node.chat(CHAT).statusCode() == 200);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        database.close();
        UPSTREAM.close();
    }

    @Test
    void connectionsAreRefused() throws Exception {
        database.cut();
        outage("cut");
        database.heal();
        recovery("cut");
    }

    @Test
    void theDatabaseHangs() throws Exception {
        database.swallow();
        outage("hangs");
        database.heal();
        recovery("hangs");
    }

    private void outage(String name) throws Exception {
        // the second is the one that finds the pool empty
        for (int attempt = 0; attempt < 2; attempt++) {
            unavailable(name + " write", () -> register(name + "-during"));
            unavailable(name + " read", () -> node.get("/api/v1/llm-config/servers"));
            unavailable(name + " audit", () -> node.get("/api/v1/llm-config/audit"));
        }
        HttpResponse<String> chat = node.chat(CHAT);
        assertThat(chat.statusCode()).as(chat.body()).isEqualTo(200);
        assertThat(chat.body()).contains("Hello from one");
        assertThat(node.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(node.get("/livez").statusCode()).isEqualTo(200);
    }

    private void unavailable(String what, Request request) throws Exception {
        long began = System.nanoTime();
        HttpResponse<String> answer = request.send();
        System.out.printf("%s: %d after %d ms%n", what, answer.statusCode(), (System.nanoTime() - began) / 1_000_000);
        assertThat(answer.statusCode())
                .as(() -> answer.body() + "\n" + node.log())
                .isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("urn:signalbox:problem:database-unavailable");
    }

    private void recovery(String name) {
        await().atMost(LONG).untilAsserted(() -> {
            HttpResponse<String> answer = register(name + "-after");
            assertThat(answer.statusCode()).as(answer.body()).isIn(201, 409);
        });
        await().atMost(LONG).untilAsserted(() -> {
            HttpResponse<String> read = node.get("/api/v1/llm-config/servers");
            assertThat(read.body()).contains("\"first\"", name + "-after").doesNotContain(name + "-during");
        });
        assertThat(ROWS.one("select max(global_index) - count(*) from domain_event_entry"))
                .isEqualTo("0");
    }

    private static HttpResponse<String> register(String name) throws IOException, InterruptedException {
        return node.write("POST", "/servers", """
                {"name":"%s","server_type":"ollama","base_url":"%s","use_for_chat":true}""".formatted(name, UPSTREAM.baseUrl()));
    }

    @FunctionalInterface
    private interface Request {
        HttpResponse<String> send() throws Exception;
    }
}
