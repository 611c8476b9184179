package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.TokenFixtures.SERVERS;
import static dev.signalbox.app.contract.TokenFixtures.TOKENS;
import static dev.signalbox.app.contract.TokenFixtures.models;
import static dev.signalbox.app.contract.TokenFixtures.servers;
import static dev.signalbox.app.contract.TokenFixtures.token;
import static dev.signalbox.app.contract.TokenFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A token's life on two nodes over one database. The other node looks by itself once a day: whatever it knows sooner it was
 * told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenLifeIT {

    private TestNode node;
    private TestNode other;
    private Path home;

    @BeforeAll
    void start(@TempDir Path home) {
        this.home = home;
        TestDatabase database = PostgresForTests.newDatabase();
        node = TestNode.start(database, Map.of("signalbox.home", home.toString()));
        other = TestNode.start(database, Map.of("signalbox.tokens.poll", "1d"));
        // two nodes have just started: until one of them has taken up a view, a write is answered before it is in it
        await().until(() -> issue("\"roles\":[\"inference\"]").header("X-Config-Applied") == null);
    }

    @AfterAll
    void stop() {
        other.close();
        node.close();
    }

    private Answer issue(String rest) {
        return TokenFixtures.issue(node, rest);
    }

    @Test
    void worksAtOnceAndOnEveryNode() {
        String token = token(issue("\"roles\":[\"inference\",\"auditor\"]"));

        assertThat(models(node, token)).isEqualTo(200);
        assertThat(servers(node, token)).isEqualTo(200);
        await().until(() -> models(other, token) == 200 && servers(other, token) == 200);
        assertThat(with(node.controlPort(), token).post(SERVERS, "{}").status()).isEqualTo(403);
    }

    @Test
    void isRevokedForEverAndOnEveryNode() {
        Answer issued = issue("\"roles\":[\"inference\",\"auditor\"]");
        String token = token(issued);
        await().until(() -> models(other, token) == 200);

        assertThat(node.admin().delete(TOKENS + "/" + issued.id()).status()).isEqualTo(204);
        assertThat(models(node, token)).as("at once on the node that took it").isEqualTo(401);
        assertThat(servers(node, token)).isEqualTo(401);
        await().pollInterval(Duration.ofMillis(5)).until(() -> models(other, token) == 401);
        assertThat(servers(other, token)).isEqualTo(401);

        assertThat(node.admin().delete(TOKENS + "/" + issued.id()).status()).isEqualTo(204);
        assertThat(node.admin()
                        .post(TOKENS + "/" + issued.id() + "/rotate", "{}")
                        .problem())
                .isEqualTo("token-revoked");
        assertThat(node.admin().get(TOKENS).text())
                .doesNotContain(issued.json().path("name").asString());
        assertThat(node.admin().get(TOKENS + "?include_revoked=true").text())
                .contains(issued.json().path("name").asString());
    }

    @Test
    void aRestoreLeavesTokensAlone() {
        Answer issued = issue("\"roles\":[\"inference\"]");
        String position = issued.header("X-Config-Revision");
        node.admin().delete(TOKENS + "/" + issued.id());

        Answer restored = node.admin().post(Http.CONFIG + "/history/restore", "{\"position\":" + position + "}");

        assertThat(restored.status()).isEqualTo(200);
        assertThat(models(node, token(issued))).isEqualTo(401);
        assertThat(node.admin()
                        .get(TOKENS + "/" + issued.id())
                        .json()
                        .path("revoked_at")
                        .isNull())
                .isFalse();
    }

    @Test
    void rotationMayLetTheOldOneGoOnForAWhile() {
        Answer issued = issue("\"roles\":[\"inference\"]");
        Answer rotated = node.admin().post(TOKENS + "/" + issued.id() + "/rotate", "{\"grace_seconds\":5}");

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(models(node, token(issued))).isEqualTo(200);
        assertThat(models(node, token(rotated))).isEqualTo(200);
        await().until(() -> models(node, token(issued)) == 401);
        assertThat(models(node, token(rotated))).isEqualTo(200);

        Answer last = node.admin().post(TOKENS + "/" + issued.id() + "/rotate", null);
        assertThat(models(node, token(rotated))).isEqualTo(401);
        assertThat(models(node, token(last))).isEqualTo(200);
    }

    @Test
    void expires() {
        Answer issued = issue("\"roles\":[\"inference\"],\"expires_at\":\""
                + Instant.now().plusSeconds(5).toString() + "\"");

        assertThat(models(node, token(issued))).isEqualTo(200);
        await().until(() -> models(node, token(issued)) == 401);
    }

    @Test
    void theCopyOnDiskHoldsHashesOnly() throws Exception {
        String token = token(issue("\"roles\":[\"inference\"]"));
        Path copy = home.resolve("token-snapshot.json");

        assertThat(Files.readString(copy)).contains("\"hash\"").doesNotContain(token);
        assertThat(Files.getPosixFilePermissions(copy)).hasSize(2);
    }
}
