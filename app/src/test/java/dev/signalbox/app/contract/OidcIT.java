package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an identity provider, on both ports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {

    private static final String SERVERS = Http.CONFIG + "/servers";

    private final TestIssuer issuer = new TestIssuer();
    private final TestDatabase database = PostgresForTests.newDatabase();
    private Path home;
    private TestNode node;

    @BeforeAll
    void start(@TempDir Path home) {
        this.home = home;
        node = start(issuer, home);
        await().until(() -> status(issuer.token("signalbox-auditor")) == 200);
    }

    private TestNode start(TestIssuer at, Path home) {
        return TestNode.start(
                database,
                Map.of(
                        "signalbox.home",
                        home.toString(),
                        "signalbox.oidc.issuer",
                        at.url(),
                        "signalbox.oidc.audience",
                        TestIssuer.AUDIENCE,
                        "signalbox.oidc.role-mapping.platform-team",
                        "admin"));
    }

    @AfterAll
    void stop() {
        node.close();
        issuer.close();
    }

    private static Http with(int port, String token) {
        return new Http(port, Map.of("Authorization", "Bearer " + token));
    }

    private int status(String token) {
        return with(node.controlPort(), token).get(SERVERS).status();
    }

    private int models(String token) {
        return with(node.dataPort(), token).get("/v1/models").status();
    }

    @Test
    void rolesDecide() {
        String auditor = issuer.token("signalbox-auditor", "offline_access");
        assertThat(status(auditor)).isEqualTo(200);
        assertThat(with(node.controlPort(), auditor).post(SERVERS, "{}").status())
                .isEqualTo(403);
        assertThat(with(node.controlPort(), issuer.token("signalbox-admin"))
                        .post(SERVERS, "{}")
                        .status())
                .isEqualTo(422);
        assertThat(with(node.controlPort(), issuer.token("platform-team"))
                        .post(SERVERS, "{}")
                        .status())
                .isEqualTo(422);
        assertThat(status(issuer.token("admin"))).as("the realm's own admin").isEqualTo(403);
        assertThat(status(issuer.token())).isEqualTo(403);
    }

    @Test
    void theDataPlaneTakesThemToo() {
        assertThat(models(issuer.token("signalbox-inference"))).isEqualTo(200);
        assertThat(models(issuer.token("signalbox-admin"))).isEqualTo(403);
    }

    @Test
    void whoItWasIsOnRecord() {
        String trace = UUID.randomUUID().toString();
        String name = UUID.randomUUID().toString();
        with(node.controlPort(), issuer.token("signalbox-admin"))
                .with("X-Request-Id", trace)
                .post(
                        SERVERS,
                        "{\"name\":\"" + name + "\",\"server_type\":\"ollama\",\"base_url\":\"http://127.0.0.1:9\"}");

        var items = node.admin()
                .get(Http.CONFIG + "/audit?request_id=" + trace)
                .json()
                .path("items");
        assertThat(items.findValuesAsString("user")).containsExactly("ada");
        assertThat(items.toString()).contains("oidc-4711").contains("\"user\"");
    }

    @Test
    void aBrowserMaySignInWithOne() {
        var answer =
                node.stranger().post("/api/v1/session", "{\"token\":\"" + issuer.token("signalbox-auditor") + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("user").asString()).isEqualTo("ada");
        String cookie = answer.response().headers().allValues("Set-Cookie").getFirst();
        assertThat(node.stranger()
                        .with("Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .get(SERVERS)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aNewKeyOfTheIssuersIsFetchedWhenItIsNeeded() {
        try (TestIssuer other = new TestIssuer();
                TestNode fresh = start(other, home.resolve("rotated"))) {
            await().until(() -> with(fresh.controlPort(), other.token("signalbox-auditor"))
                            .get(SERVERS)
                            .status()
                    == 200);
            other.rotate();
            // asked too often it waits: invented key ids must not become a flood
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> with(fresh.controlPort(), other.token("signalbox-auditor"))
                                    .get(SERVERS)
                                    .status()
                            == 200);
            int asked = other.asked.get();
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                with(
                                fresh.controlPort(),
                                TestIssuer.signedBy(
                                        TestIssuer.newKey(), other.claims().build()))
                        .get(SERVERS);
            }
            long tens = Duration.ofNanos(System.nanoTime() - start).toSeconds() / 10;
            assertThat(other.asked.get() - asked).as("once in ten seconds").isLessThanOrEqualTo((int) tens + 2);
        }
    }

    @Test
    void anOutageOfTheIssuerLocksNobodyOut() {
        try (TestIssuer other = new TestIssuer()) {
            Path kept = home.resolve("outage");
            try (TestNode before = start(other, kept)) {
                await().until(() -> with(before.controlPort(), other.token("signalbox-auditor"))
                                .get(SERVERS)
                                .status()
                        == 200);
                other.goDown();
                assertThat(with(before.controlPort(), other.token("signalbox-auditor"))
                                .get(SERVERS)
                                .status())
                        .isEqualTo(200);
            }
            try (TestNode after = start(other, kept)) {
                assertThat(with(after.controlPort(), other.token("signalbox-auditor"))
                                .get(SERVERS)
                                .status())
                        .as("by the keys on disk")
                        .isEqualTo(200);
            }
            try (TestNode never = start(other, home.resolve("never"))) {
                assertThat(never.admin().get(SERVERS).status())
                        .as("our own tokens")
                        .isEqualTo(200);
                assertThat(with(never.controlPort(), other.token("signalbox-auditor"))
                                .get(SERVERS)
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void anAudienceMustBeSet() {
        assertThatThrownBy(() -> TestNode.start(database, Map.of("signalbox.oidc.issuer", issuer.url())))
                .rootCause()
                .hasMessageContaining("SIGNALBOX_OIDC_AUDIENCE");
    }
}
