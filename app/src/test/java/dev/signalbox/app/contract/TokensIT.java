package dev.signalbox.app.contract;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Tokens from the first to the last day, on two nodes over one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensIT {

    private static final String TOKENS = "/api/v1/admin/tokens";
    private static final String AUDIT = Http.CONFIG + "/audit";
    private static final String SERVERS = Http.CONFIG + "/servers";

    private static final Logger LOG = LoggerFactory.getLogger(TokensIT.class);
    private TestNode node;
    private TestNode other;
    private Path home;

    @BeforeAll
    void start(@TempDir Path home) {
        this.home = home;
        TestDatabase database = PostgresForTests.newDatabase();
        node = TestNode.start(database, Map.of("signalbox.home", home.toString()));
        other = TestNode.start(database);
        // two nodes have just started: until one of them has taken up a view, a write is answered before it is in it
        await().until(() -> issue("\"roles\":[\"inference\"]").header("X-Config-Applied") == null);
    }

    @AfterAll
    void stop() {
        other.close();
        node.close();
    }

    private Answer issue(String rest) {
        return node.admin().post(TOKENS, "{\"name\":\"" + UUID.randomUUID() + "\"," + rest + "}");
    }

    private static String token(Answer answer) {
        return answer.json().path("token").asString();
    }

    private static Http with(int port, String token) {
        return new Http(port, Map.of("Authorization", "Bearer " + token));
    }

    private int models(TestNode at, String token) {
        return with(at.dataPort(), token).get("/v1/models").status();
    }

    private int servers(TestNode at, String token) {
        return with(at.controlPort(), token).get(SERVERS).status();
    }

    @Test
    void isShownOnceAndNeverAgain() {
        Answer issued = issue("""
                "roles":["inference"],"purposes":["chat"],"models":["small-*"],"requests_per_minute":60,
                "tokens_per_minute":1000,"budget_usd_per_day":2.5,"budget_usd_per_month":50,"labels":{"team":"a"},
                "expires_at":"2099-01-01T00:00:00Z\"""");

        assertThat(issued.status()).isEqualTo(201);
        assertThat(token(issued)).matches("sbx_[\\w-]{43}");
        assertThat(issued.header("Location")).isEqualTo(TOKENS + "/" + issued.id());
        assertThat(issued.header("Cache-Control")).contains("no-store");
        Answer read = node.admin().get(TOKENS + "/" + issued.id());
        assertThat(read.json().path("token").isMissingNode()).isTrue();
        assertThat(read.json().path("masked_token").asString())
                .isEqualTo("sbx_****" + token(issued).substring(43));
        assertThat(read.json().path("budget_usd_per_day").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(read.json().path("purposes").toString()).isEqualTo("[\"chat\"]");
        assertThat(read.json().path("expires_at").asString()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(node.admin().get(TOKENS).text()).contains("sbx_****").doesNotContain(token(issued));
        assertThat(everythingStored()).doesNotContain(token(issued));
    }

    /** Events, views, audit log and remembered answers, as text. */
    private String everythingStored() {
        return String.join("\n", node.database().sql("""
                                select encode(payload, 'escape') from domain_event_entry
                                union all select token_view::text from token_view
                                union all select audit_entry::text from audit_entry
                                union all select coalesce(encode(body, 'escape'), '') from idempotent_write""").query(String.class).list());
    }

    @Test
    void aRepeatedRequestDoesNotShowItAgain() {
        Http client = node.admin().with("Idempotency-Key", UUID.randomUUID().toString());
        String body = "{\"name\":\"once\",\"roles\":[\"inference\"]}";
        Answer first = client.post(TOKENS, body);
        Answer again = client.post(TOKENS, body);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.json().path("token").isMissingNode()).isTrue();
        assertThat(everythingStored()).doesNotContain(token(first));
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
    void rolesAreWhatItMayDo() {
        String inference = token(issue("\"roles\":[\"inference\"]"));
        String auditor = token(issue("\"roles\":[\"auditor\"]"));

        assertThat(servers(node, inference)).isEqualTo(403);
        assertThat(models(node, auditor)).isEqualTo(401);
    }

    @Test
    void isRevokedForEverAndOnEveryNode() {
        Answer issued = issue("\"roles\":[\"inference\",\"auditor\"]");
        String token = token(issued);
        await().until(() -> models(other, token) == 200);

        long start = System.nanoTime();
        assertThat(node.admin().delete(TOKENS + "/" + issued.id()).status()).isEqualTo(204);
        assertThat(models(node, token)).as("at once on the node that took it").isEqualTo(401);
        assertThat(servers(node, token)).isEqualTo(401);
        await().pollInterval(Duration.ofMillis(5)).until(() -> models(other, token) == 401);
        LOG.info("revoked on the other node after {} ms", (System.nanoTime() - start) / 1_000_000);
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
        Answer rotated = node.admin().post(TOKENS + "/" + issued.id() + "/rotate", "{\"grace_seconds\":2}");

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
                + Instant.now().plusSeconds(2).toString() + "\"");

        assertThat(models(node, token(issued))).isEqualTo(200);
        await().until(() -> models(node, token(issued)) == 401);
    }

    @Test
    void limitsAreChangedAndLifted() {
        Answer issued = issue("\"roles\":[\"inference\"],\"requests_per_minute\":5,\"models\":[\"a\"]");
        String path = TOKENS + "/" + issued.id();
        Answer changed = node.admin()
                .with("If-Match", "\"1\"")
                .put(path, "{\"requests_per_minute\":null,\"purposes\":[\"embeddings\"],\"budget_usd_per_day\":1}");

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("requests_per_minute").isNull()).isTrue();
        assertThat(changed.json().path("models").toString()).isEqualTo("[\"a\"]");
        Answer chat = with(node.dataPort(), token(issued)).post("/v1/chat/completions", "{\"messages\":[]}");
        assertThat(chat.status()).isEqualTo(403);
        assertThat(chat.text()).contains("purpose_not_allowed");
        assertThat(node.admin().with("If-Match", "\"1\"").put(path, "{}").status())
                .isEqualTo(412);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(node.admin().post(TOKENS, "{}").wrongFields()).contains("name", "roles");
        assertThat(issue("\"roles\":[]").wrongFields()).containsExactly("roles");
        assertThat(issue("\"roles\":[\"root\"]").status()).isIn(400, 422);
        assertThat(issue("\"roles\":[\"inference\"],\"requests_per_minute\":0").wrongFields())
                .containsExactly("requests_per_minute");
        assertThat(issue("\"roles\":[\"inference\"],\"budget_usd_per_day\":0.00001")
                        .wrongFields())
                .containsExactly("budget_usd_per_day");
        assertThat(issue("\"roles\":[\"inference\"],\"models\":[\"a*b\"]").status())
                .isEqualTo(422);
        assertThat(issue("\"roles\":[\"inference\"],\"expires_at\":\"2001-01-01T00:00:00Z\"")
                        .wrongFields())
                .containsExactly("expires_at");
        long id = issue("\"roles\":[\"inference\"]").id();
        assertThat(node.admin()
                        .put(TOKENS + "/" + id, "{\"tokens_per_minute\":-1}")
                        .status())
                .isEqualTo(422);
        assertThat(node.admin()
                        .post(TOKENS + "/" + id + "/rotate", "{\"grace_seconds\":-1}")
                        .status())
                .isEqualTo(422);
        assertThat(node.admin().delete(TOKENS + "/999999").status()).isEqualTo(404);
        assertThat(node.admin().get(TOKENS + "/999999").status()).isEqualTo(404);
    }

    @Test
    void namesAreUniqueUntilRevoked() {
        String body = "{\"name\":\"unique\",\"roles\":[\"inference\"]}";
        long id = node.admin().post(TOKENS, body).id();
        Answer second = node.admin().post(TOKENS, body);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("name-taken");
        node.admin().delete(TOKENS + "/" + id);
        assertThat(node.admin().post(TOKENS, body).status()).isEqualTo(201);
    }

    @Test
    void allOfItIsOnRecordAndInTheHistory() {
        Answer issued = issue("\"roles\":[\"admin\"]");
        String path = TOKENS + "/" + issued.id();
        with(node.controlPort(), token(issued)).put(path, "{\"requests_per_minute\":9}");
        String rotated = token(node.admin().post(path + "/rotate", "{}"));
        await().until(() -> servers(other, rotated) == 200);
        node.admin().delete(path);
        await().until(() -> servers(other, rotated) == 401);

        String query = "?entity_type=token&entity_id=" + issued.id();
        var items = node.admin().get(AUDIT + query).json().path("items");
        assertThat(items.findValuesAsString("action"))
                .containsExactly("revoke_token", "rotate_token", "change_token_limits", "issue_token");
        assertThat(items.get(2).toString())
                .contains("\"token-" + issued.id() + "\"")
                .contains(issued.json().path("name").asString());
        var events = node.admin().get(Http.CONFIG + "/history" + query).json().path("items");
        assertThat(events.findValuesAsString("event"))
                .containsExactly("TokenRevoked", "TokenRotated", "TokenLimitsChanged", "TokenIssued");
        assertThat(events.get(2)
                        .path("changes")
                        .path("requests_per_minute")
                        .path("after")
                        .asInt())
                .isEqualTo(9);
        assertThat(node.admin().get(events.get(3).path("state").asString()).status())
                .isEqualTo(200);
        String denied = AUDIT + "?outcome=denied&limit=100";
        assertThat(node.admin().get(denied).text())
                .as("whose revoked token was tried")
                .contains("token-" + issued.id());
    }

    @Test
    void theCopyOnDiskHoldsHashesOnly() throws Exception {
        String token = token(issue("\"roles\":[\"inference\"]"));
        Path copy = home.resolve("token-snapshot.json");

        assertThat(Files.readString(copy)).contains("\"hash\"").doesNotContain(token);
        assertThat(Files.getPosixFilePermissions(copy)).hasSize(2);
    }

    @Test
    void aRebuiltViewIsTheSame() {
        issue("\"roles\":[\"inference\"]");
        List<String> before = rows();
        Answer started = node.admin().post("/api/v1/admin/projections/tokens/rebuild", null);
        assertThat(started.status()).isEqualTo(202);
        await().until(() -> rebuild().path("finished_at").isString());
        assertThat(rebuild().path("error").isNull()).isTrue();
        assertThat(rows()).isEqualTo(before);
    }

    private JsonNode rebuild() {
        return node.admin().get("/api/v1/admin/projections/tokens").json().path("rebuild");
    }

    private List<String> rows() {
        return node.database()
                .sql("select to_jsonb(t)::text from token_view t order by id")
                .query(String.class)
                .list();
    }
}
