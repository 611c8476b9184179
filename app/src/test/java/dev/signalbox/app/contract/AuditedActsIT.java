package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.primary;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is on record though it made no event. */
class AuditedActsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestNode node = TestNode.shared();
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    private Http traced(Http client) {
        return client.with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    }

    @Test
    void anEntryTellsAllOfItsActor() {
        traced(node.admin()).with("X-Forwarded-For", "6.6.6.6").post(SERVERS, server(""));
        JsonNode entry = only(node, "");
        assertThat(entry.path("actor_type").asString()).isEqualTo("token");
        assertThat(entry.path("token_id").asString()).isEqualTo("admin-token");
        assertThat(entry.path("trace_id").asString()).isEqualTo(trace);
        assertThat(entry.path("peer_address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("client_address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("forwarded_for").isNull()).isTrue();
        assertThat(entry.path("decision").asString()).isEqualTo("allow");
        assertThat(entry.path("reason").asString()).contains("admin");
        assertThat(entry.path("version_before").asLong()).isZero();
        assertThat(entry.path("version").asLong()).isEqualTo(1);
    }

    @Test
    void aTrustedProxyIsBelievedWhoTheClientIs() {
        try (TestNode behind = TestNode.start(
                PostgresForTests.newDatabase(), Map.of("signalbox.trusted-proxies", "127.0.0.0/8,10.1.0.0/16"))) {
            traced(behind.admin())
                    .with("X-Forwarded-For", "6.6.6.6, 198.51.100.7, 10.1.2.3")
                    .post(SERVERS, server(""));
            JsonNode entry = only(behind, "&forwarded_for=10.1.2.3&client_address=198.51.100.7");
            assertThat(entry.path("peer_address").asString()).isEqualTo("127.0.0.1");
            assertThat(entry.path("forwarded_for").asString()).isEqualTo("198.51.100.7, 10.1.2.3");
        }
    }

    @Test
    void anInvalidBodyIsARefusalOnRecord() {
        Answer answer = traced(node.admin()).post(SERVERS, "{\"name\": \"\"}");
        assertThat(answer.status()).isEqualTo(422);
        JsonNode entry = only(node, "");
        assertThat(entry.path("operation").asString()).isEqualTo("RegisterServer");
        assertThat(entry.path("action").asString()).isEqualTo("add_server");
        assertThat(entry.path("outcome").asString()).isEqualTo("refused");
        assertThat(entry.path("error_code").asString()).isEqualTo("invalid");
        assertThat(entry.path("detail").asString()).contains("name must", "server_type must not be null");
        traced(node.admin()).put(KEYS + "/77", "{");
        assertThat(entries(node, "&error_code=malformed")
                        .get(0)
                        .path("entity_id")
                        .asString())
                .isEqualTo("77");
    }

    @Test
    void aRefusalNamesTheFieldThatIsWrong() {
        traced(node.admin()).post(SERVERS, server("").replace("openai-compatible", "vllm"));
        assertThat(only(node, "").path("detail").asString()).startsWith("model_path is required");
    }

    /** Who mixes up names and values has a secret in the wrong place. */
    @Test
    void whatTheClientCallsThingsIsNotOnRecord() {
        traced(node.admin()).post(SERVERS, server(", \"sk-in-a-name\": 1"));
        traced(node.admin()).post(SERVERS, server(", \"enabled\": {\"sk-in-a-name\": 1}"));
        assertThat(entries(node, "&outcome=refused").toString())
                .contains("a field is not known", "enabled has the wrong type")
                .doesNotContain("sk-in-a-name");
    }

    @Test
    void aRefusalIsOnRecordOnce() {
        traced(node.admin()).delete(SERVERS + "/999999");
        assertThat(only(node, "").path("error_code").asString()).isEqualTo("not-found");
    }

    @Test
    void aRebuildIsOnRecordAndSoIsOneThatIsRefused() {
        assertThat(traced(node.admin())
                        .post("/api/v1/admin/projections/servers/rebuild", null)
                        .status())
                .isEqualTo(202);
        JsonNode entry = only(node, "&outcome=done");
        assertThat(entry.path("action").asString()).isEqualTo("rebuild_projection");
        assertThat(entry.path("entity_type").asString()).isEqualTo("projection");
        assertThat(entry.path("entity_id").asString()).isEqualTo("servers");
        traced(node.admin()).post("/api/v1/admin/projections/nothing/rebuild", null);
        assertThat(only(node, "&outcome=refused").path("error_code").asString()).isEqualTo("not-found");
    }

    @Test
    void theDataPlanesDenialsAreOnRecord() {
        try (TestNode fresh = TestNode.start()) {
            Http stranger = new Http(fresh.dataPort(), Map.of("Authorization", "Bearer wrong", "User-Agent", "thief"));
            assertThat(traced(stranger).post("/v1/chat/completions", "{}").status())
                    .isEqualTo(401);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(entries(fresh, "").size()).isEqualTo(1));
            JsonNode entry = only(fresh, "&outcome=denied&user_agent=thief");
            assertThat(entry.path("operation").asString()).isEqualTo("POST /v1/chat/completions");
            assertThat(entry.path("client_address").asString()).isEqualTo("127.0.0.1");
            assertThat(entry.path("decision").asString()).isEqualTo("deny");
        }
    }

    @Test
    void aFloodOfDenialsIsTenEntriesAndOneForTheOthers() {
        var database = PostgresForTests.newDatabase();
        try (TestNode flooded = TestNode.start(database)) {
            for (int i = 0; i < 45; i++) {
                assertThat(flooded.stranger().get(SERVERS).status()).isEqualTo(401);
            }
        }
        try (TestNode after = TestNode.start(database)) {
            JsonNode denials =
                    after.admin().get(CONFIG + "/audit?outcome=denied").json().path("items");
            long all = 0;
            for (JsonNode denial : denials) {
                all += denial.path("occurrences").asLong();
            }
            assertThat(all).isEqualTo(45);
            // twice as many if a minute ended meanwhile
            assertThat(denials.size()).isBetween(11, 22);
            assertThat(denials.findValuesAsString("error_code")).contains("too-many-denials");
        }
    }

    @Test
    void usesOfASecretAreOneEntryForTheDay() {
        var database = PostgresForTests.newDatabase();
        try (TestNode using = TestNode.start(database);
                FakeServer fake = new FakeServer()) {
            String body = server(", \"api_key\": \"sk-server-secret-9876\"").replace("http://127.0.0.1:9", fake.url());
            long id = using.admin().post(SERVERS, body).id();
            await().atMost(LONG)
                    .until(() -> using.admin()
                                    .post(SERVERS + "/" + id + "/test", null)
                                    .status()
                            == 200);
            using.admin().post(SERVERS + "/" + id + "/test", null);
        }
        try (TestNode after = TestNode.start(database)) {
            JsonNode uses = after.admin()
                    .get(CONFIG + "/audit?action=use_secret")
                    .json()
                    .path("items");
            // two if a day ended meanwhile
            assertThat(uses.size()).isBetween(1, 2);
            assertThat(uses.get(0).path("occurrences").asLong()).isPositive();
            assertThat(uses.get(0).path("entity_type").asString()).isEqualTo("server");
            assertThat(uses.toString()).doesNotContain("sk-server").doesNotContain("9876");
        }
    }

    @Test
    void aKeyIsNotRevealedWhenThatCantBePutOnRecord() {
        try (TestNode broken = TestNode.start()) {
            long id = newKey(broken.admin());
            broken.admin().post(ACTIVE, primary("chat", "api_key", id, ""));
            String export = ACTIVE + "/chat/export?format=litellm&reveal=true";
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(broken.router().get(export).status()).isEqualTo(200));
            broken.database()
                    .sql("alter table audit_entry add constraint full_disk check (action <> 'reveal_secret') not valid")
                    .update();

            Answer answer = broken.router().get(export);

            assertThat(answer.status()).as(answer::toString).isEqualTo(503);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.text()).doesNotContain("sk-").doesNotContain("full_disk");
            assertThat(broken.router()
                            .get(ACTIVE + "/chat/export?format=litellm")
                            .status())
                    .isEqualTo(200);
        }
    }

    private JsonNode only(TestNode at, String filter) {
        JsonNode entries = entries(at, filter);
        assertThat(entries.size()).as(entries::toString).isEqualTo(1);
        return entries.get(0);
    }

    private JsonNode entries(TestNode at, String filter) {
        return at.admin()
                .get(CONFIG + "/audit?trace_id=" + trace + filter)
                .json()
                .path("items");
    }
}
