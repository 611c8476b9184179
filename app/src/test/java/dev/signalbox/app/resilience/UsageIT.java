package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every request's usage is in the database once: through an outage, a kill -9 during it, and an orderly stop. */
@Timeout(300)
class UsageIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ANSWER = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";

    @TempDir
    Path directory;

    private final FakeOpenAi upstream = new FakeOpenAi("one");
    private final PostgresForTests.TestDatabase postgres = PostgresForTests.newDatabase();
    private final Rows rows = new Rows(postgres.url(), postgres.user(), postgres.password());
    private CuttableDatabase database;
    private SignalboxProcess node;

    @BeforeEach
    void start() throws Exception {
        database = new CuttableDatabase(postgres.url());
        upstream.will((exchange, asked) -> FakeOpenAi.json(exchange, 200, ANSWER));
        node = new SignalboxProcess(directory.resolve("home"))
                .with("signalbox.database.url", database.jdbcUrl())
                .with("signalbox.database.user", postgres.user())
                .with("signalbox.database.password", postgres.password())
                .with("signalbox.vendors.acme.base-url", upstream.baseUrl() + "/v1")
                .with("signalbox.vendors.acme.litellm", "openai")
                .with("signalbox.vendors.acme.check.url", upstream.baseUrl() + "/v1/models")
                .with("signalbox.prices.acme.[*].in", "0.5")
                .with("signalbox.prices.acme.[*].out", "2")
                .start();
        assertThat(node.write("POST", "/api-keys", """
                        {"provider":"acme","key_name":"a","api_key":"sk-of-the-tests-0001"}""").statusCode()).isEqualTo(201);
        assertThat(node.write("POST", "/active", """
                        {"purpose":"chat","provider_type":"api_key","provider_id":1,"model":"m"}""").statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> chat() == 200);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        database.close();
        upstream.close();
    }

    private int chat() throws Exception {
        return node.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .statusCode();
    }

    private void chats(int number) throws Exception {
        for (int i = 0; i < number; i++) {
            assertThat(chat()).isEqualTo(200);
        }
    }

    private void assertThatEachWasCountedOnce() {
        String asked = Integer.toString(upstream.asked.size());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(rows.one("select count(*) from usage_record where status = 200"))
                        .isEqualTo(asked));
        assertThat(rows.one("select sum(requests) from usage_rollup where bucket = 'minute' and provider_id = 1"))
                .isEqualTo(asked);
        assertThat(rows.one("select requests_count from api_key_usage")).isEqualTo(asked);
        assertThat(rows.one("select tokens_used / 10 from api_key_usage")).isEqualTo(asked);
        assertThat(rows.one("select round(cost_usd * 1000000 / 9.5) from api_key_usage"))
                .isEqualTo(asked);
    }

    @Test
    void throughAnOutage() throws Exception {
        chats(20);
        database.cut();
        chats(20);
        database.heal();
        chats(20);

        assertThatEachWasCountedOnce();
        assertThat(node.get("/api/v1/llm-config/api-keys/1").body())
                .contains("\"requests_count\":" + upstream.asked.size());
    }

    @Test
    void throughADeathDuringAnOutage() throws Exception {
        chats(5);
        // else those would wait on the disk as well, and be taken for some of the next ones
        assertThatEachWasCountedOnce();
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsOnDisk()).isZero());
        database.swallow();
        chats(20);
        // a fifth of a second after the answer it is on the disk
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsOnDisk()).isGreaterThanOrEqualTo(20));
        node.kill();
        database.heal();
        node.start();

        assertThatEachWasCountedOnce();
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsOnDisk()).isZero());
    }

    private long rowsOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("home/usage-spool"))) {
            long lines = 0;
            for (Path file : files.filter(each -> each.toString().matches(".*\\.usage\\d+"))
                    .toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }

    @Test
    void throughAStop() throws Exception {
        chats(20);
        node.close();

        assertThatEachWasCountedOnce();
    }
}
