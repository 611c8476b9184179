package dev.signalbox.app.contract;

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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Issuing tokens and changing them, and what is on record of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensIT {

    private static final String AUDIT = Http.CONFIG + "/audit";

    private TestNode node;

    @BeforeAll
    void start() {
        node = TestNode.start();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private Answer issue(String rest) {
        return TokenFixtures.issue(node, rest);
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
    void rolesAreWhatItMayDo() {
        String inference = token(issue("\"roles\":[\"inference\"]"));
        String auditor = token(issue("\"roles\":[\"auditor\"]"));

        assertThat(servers(node, inference)).isEqualTo(403);
        assertThat(models(node, auditor)).isEqualTo(403);
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
        assertThat(servers(node, rotated)).isEqualTo(200);
        node.admin().delete(path);
        assertThat(servers(node, rotated)).isEqualTo(401);

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
