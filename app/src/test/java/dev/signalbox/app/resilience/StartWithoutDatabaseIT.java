package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 4: a data-plane node that starts while its database is away serves by its copy, and catches up by itself. */
@Timeout(300)
class StartWithoutDatabaseIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String ENCRYPTION_KEY = "c2lnbmFsYm94LXRlc3RzLXNpZ25hbGJveC10ZXN0cy4=";
    private static final String KEY = "sk-start-without-database-1234";

    @TempDir
    private Path directory;

    private final FakeOpenAi one = new FakeOpenAi("one");
    private final FakeOpenAi two = new FakeOpenAi("two");
    private final PostgresForTests.TestDatabase postgres = PostgresForTests.newDatabase();
    private CuttableDatabase database;
    private SignalboxProcess node;

    @BeforeEach
    void prepare() throws IOException {
        database = new CuttableDatabase(postgres.url());
        node = new SignalboxProcess(directory.resolve("home"))
                .with("signalbox.database.url", database.jdbcUrl())
                .with("signalbox.database.user", postgres.user())
                .with("signalbox.database.password", postgres.password())
                .with("signalbox.encryption-key", ENCRYPTION_KEY);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        database.close();
        one.close();
        two.close();
    }

    @Test
    void aDataPlaneNodeServesByItsCopyAndCatchesUp() throws Exception {
        node.start();
        register("first", one);
        activate(1);
        await().atMost(LONG).until(() -> node.chat(CHAT).statusCode() == 200);
        double withAllRoles = loadedClasses();
        node.kill();
        database.cut();
        one.asked.clear();

        node.with("signalbox.roles", "inference").start();

        assertThat(node.chat(CHAT).body()).contains("Hello from one");
        assertThat(one.asked.getLast().authorization()).isEqualTo("Bearer " + KEY);
        assertThat(node.get("/api/v1/llm-config/routes").statusCode()).isEqualTo(200);
        assertThat(node.get("/livez").statusCode()).isEqualTo(200);
        assertThat(node.write("POST", "/servers/1/test", "{}").statusCode()).isEqualTo(503);

        database.heal();
        await().atMost(LONG).until(() -> node.log().contains("database=back"));
        changeByAnotherNode();
        assertThat(loadedClasses()).as("it has neither JPA nor an event store").isLessThan(0.8 * withAllRoles);
    }

    private double loadedClasses() throws Exception {
        return node.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_classes_loaded_classes "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    /** The data-plane node hears of it as soon as it listens again. */
    private void changeByAnotherNode() throws Exception {
        try (SignalboxProcess other = new SignalboxProcess(directory.resolve("other"))
                .with("signalbox.database.url", postgres.url())
                .with("signalbox.database.user", postgres.user())
                .with("signalbox.database.password", postgres.password())
                .with("signalbox.encryption-key", ENCRYPTION_KEY)
                .with("signalbox.roles", "command,query")) {
            other.start();
            write(other, "/servers", server("second", two), 201);
            write(other, "/active", active(2), 200);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(node.chat(CHAT).body()).contains("Hello from two"));
        }
    }

    @Test
    void refusesToStartWithoutACopy() throws Exception {
        node.with("signalbox.roles", "inference");
        database.cut();

        Process process = node.launch();

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(node.log()).contains("The database can't be reached");
    }

    private void register(String name, FakeOpenAi upstream) throws Exception {
        write(node, "/servers", server(name, upstream), 201);
    }

    private void activate(int id) throws Exception {
        write(node, "/active", active(id), 200);
    }

    private static String server(String name, FakeOpenAi upstream) {
        return """
                {"name":"%s","server_type":"openai-compatible","base_url":"%s","use_for_chat":true,"api_key":"%s"}""".formatted(name, upstream.baseUrl(), KEY);
    }

    private static String active(int id) {
        return "{\"purpose\":\"chat\",\"provider_type\":\"ai_server\",\"provider_id\":%d}".formatted(id);
    }

    private static void write(SignalboxProcess node, String path, String json, int expected) throws Exception {
        HttpResponse<String> answer = node.write("POST", path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    }
}
