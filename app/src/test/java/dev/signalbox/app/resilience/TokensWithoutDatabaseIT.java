package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data-plane node that starts while its database is away knows its callers by its copy of the tokens. */
@Timeout(300)
class TokensWithoutDatabaseIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String TOKENS = "/api/v1/admin/tokens";

    @TempDir
    private Path directory;

    private final PostgresForTests.TestDatabase postgres = PostgresForTests.newDatabase();
    private final HttpClient http = HttpClient.newHttpClient();
    private CuttableDatabase database;
    private SignalboxProcess node;

    private record Issued(long id, String token) {}

    @BeforeEach
    void prepare() throws IOException {
        database = new CuttableDatabase(postgres.url());
        node = new SignalboxProcess(directory.resolve("home"))
                .with("signalbox.database.url", database.jdbcUrl())
                .with("signalbox.database.user", postgres.user())
                .with("signalbox.database.password", postgres.password())
                .with("signalbox.encryption-key", "c2lnbmFsYm94LXRlc3RzLXNpZ25hbGJveC10ZXN0cy4=");
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        database.close();
        http.close();
    }

    private Issued issue(String name, String rest) throws Exception {
        var answer = node.send("POST", node.control(TOKENS), "{\"name\":\"" + name + "\"," + rest + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode json = JsonMapper.shared().readTree(answer.body());
        return new Issued(json.path("id").asLong(), json.path("token").asString());
    }

    private HttpResponse<String> models(String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(node.data("/v1/models")))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private int status(String token) throws Exception {
        return models(token).statusCode();
    }

    @Test
    void aNodeKnowsItsCallersByItsCopy() throws Exception {
        node.start();
        Issued good = issue("good", "\"roles\":[\"inference\"]");
        Issued revoked = issue("revoked", "\"roles\":[\"inference\"]");
        Issued auditor = issue("auditor", "\"roles\":[\"auditor\"]");
        Issued expiring = issue(
                "expiring",
                "\"roles\":[\"inference\"],\"expires_at\":\"" + Instant.now().plusSeconds(8) + "\"");
        Issued scoped = issue("scoped", "\"roles\":[\"inference\"],\"purposes\":[\"embeddings\"]");
        Issued rotated = issue("rotated", "\"roles\":[\"inference\"]");
        var answer = node.send("POST", node.control(TOKENS + "/" + rotated.id() + "/rotate"), "{}");
        String renewed =
                JsonMapper.shared().readTree(answer.body()).path("token").asString();
        node.send("DELETE", node.control(TOKENS + "/" + revoked.id()), null);
        await().atMost(LONG).until(() -> status(revoked.token()) == 401 && status(good.token()) == 200);
        Path copy = directory.resolve("home").resolve("token-snapshot.json");
        await().atMost(LONG).until(() -> Files.readString(copy).contains("\"revoked\":true"));
        node.kill();
        database.cut();

        node.with("signalbox.roles", "inference").start();

        assertThat(node.log()).contains("tokens=copy");
        assertThat(status(good.token())).isEqualTo(200);
        assertThat(status(renewed)).isEqualTo(200);
        assertThat(status(revoked.token())).isEqualTo(401);
        assertThat(status(rotated.token())).isEqualTo(401);
        assertThat(status("sbx_" + "A".repeat(43))).isEqualTo(401);
        assertThat(models(auditor.token()).body()).contains("permission_denied");
        await().atMost(LONG).until(() -> status(expiring.token()) == 401);
        var chat = http.send(
                HttpRequest.newBuilder(URI.create(node.data("/v1/chat/completions")))
                        .header("Authorization", "Bearer " + scoped.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"messages\":[]}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(chat.statusCode()).isEqualTo(403);
        assertThat(chat.body()).contains("purpose_not_allowed");

        revokeMeanwhile(good);
        assertThat(status(good.token())).as("of that it can't have heard").isEqualTo(200);
        database.heal();
        await().atMost(LONG).until(() -> status(good.token()) == 401);
        assertThat(status(renewed)).isEqualTo(200);
    }

    /** By a node that has the database. */
    private void revokeMeanwhile(Issued token) throws Exception {
        try (SignalboxProcess other = new SignalboxProcess(directory.resolve("other"))
                .with("signalbox.database.url", postgres.url())
                .with("signalbox.database.user", postgres.user())
                .with("signalbox.database.password", postgres.password())
                .with("signalbox.encryption-key", "c2lnbmFsYm94LXRlc3RzLXNpZ25hbGJveC10ZXN0cy4=")
                .with("signalbox.roles", "command,query")) {
            other.start();
            var answer = other.send("DELETE", other.control(TOKENS + "/" + token.id()), null);
            assertThat(answer.statusCode()).isEqualTo(204);
        }
    }
}
