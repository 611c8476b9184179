package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.ConfigFixtures.APPLY;
import static dev.signalbox.app.contract.ConfigFixtures.BEGIN;
import static dev.signalbox.app.contract.ConfigFixtures.KEY;
import static dev.signalbox.app.contract.ConfigFixtures.PLAN;
import static dev.signalbox.app.contract.ConfigFixtures.apply;
import static dev.signalbox.app.contract.ConfigFixtures.begin;
import static dev.signalbox.app.contract.ConfigFixtures.body;
import static dev.signalbox.app.contract.ConfigFixtures.plan;
import static dev.signalbox.app.contract.ConfigFixtures.readable;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** Plan and apply, on a node of their own; each test begins with what {@link ConfigFixtures#begin} makes of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConfigIT {

    private static final TestNode NODE = TestNode.start();
    private final Http admin = NODE.admin();

    @Test
    @Order(1)
    void aPlanTellsAndChangesNothing() {
        long ids = sequences();
        Answer answer = admin.post(PLAN, body(BEGIN, Map.of("env:GPU", KEY, "env:OPENAI", KEY), false));

        assertThat(readable(answer)).startsWith("""
                + server gpu-1
                    api_key: fingerprint:""");
        assertThat(answer.json().path("changes")).hasSize(4);
        assertThat(answer.json().path("position").asLong()).isZero();
        assertThat(answer.text()).doesNotContain(KEY);
        assertThat(NODE.events()).isZero();
        assertThat(sequences()).isEqualTo(ids);
        assertThat(secrets()).isZero();
    }

    private static long sequences() {
        return NODE.database()
                .sql("select (select last_value from server_id_seq) + (select last_value from api_key_id_seq)")
                .query(Long.class)
                .single();
    }

    private static long secrets() {
        return NODE.database()
                .sql("select count(*) from vault_secret")
                .query(Long.class)
                .single();
    }

    @Test
    @Order(2)
    void anApplicationIsOrdinaryEventsThatNameTheirFile() {
        String sent = body(BEGIN, Map.of("env:GPU", KEY, "env:OPENAI", KEY), false, "4f2a9c1");
        Answer answer = admin.with("If-Match", "\"0\"").post(APPLY, sent);

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.json().path("position").asLong())
                .isEqualTo(NODE.events())
                .isEqualTo(4);
        assertThat(answer.header("X-Config-Revision")).isEqualTo("4");
        assertThat(admin.get(SERVERS).json()).hasSize(2);
        JsonNode chat = admin.get(ACTIVE + "/chat").json();
        assertThat(chat.path("provider").path("name").asString()).isEqualTo("gpu-1");
        assertThat(chat.path("fallbacks")).hasSize(2);
        String digest = answer.json().path("digest").asString();
        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        JsonNode audited =
                admin.get(CONFIG + "/audit?config_commit=4f2a9c1").json().path("items");
        assertThat(audited).hasSize(4);
        assertThat(audited.path(0).path("config_digest").asString()).isEqualTo(digest);
        JsonNode history =
                admin.get(CONFIG + "/history?limit=1").json().path("items").path(0);
        assertThat(history.path("config_commit").asString()).isEqualTo("4f2a9c1");
    }

    @Test
    @Order(3)
    void theSameAgainChangesNothing() {
        begin(admin);
        long head = NODE.events();
        long secrets = secrets();
        Answer again = admin.post(APPLY, body(BEGIN, Map.of("env:GPU", KEY, "env:OPENAI", KEY), true));
        assertThat(again.json().path("changes")).isEmpty();
        assertThat(again.json().path("position").asLong()).isEqualTo(head);
        assertThat(NODE.events()).isEqualTo(head);
        assertThat(secrets()).isEqualTo(secrets);
    }

    @Test
    @Order(4)
    void onlyWhatDiffersIsChanged() {
        begin(admin);
        long head = NODE.events();
        Answer answer = apply(admin, """
                servers:
                  gpu-2: {server_type: ollama, base_url: "http://127.0.0.2:9", use_for_chat: true, enabled: true}
                api_keys:
                  openai/Main: {metadata: {team: b}}
                """);
        assertThat(readable(answer)).isEqualTo("""
                ~ server gpu-2
                    use_for_embeddings: true -> none
                ~ api key openai/Main
                    metadata: {team=a} -> {team=b}""");
        assertThat(NODE.events()).isEqualTo(head + 2);
    }

    @Test
    @Order(5)
    void anActiveProviderIsReplacedAndTakenAwayInOneGo() {
        begin(admin);
        Answer answer = admin.post(APPLY, body("""
                servers:
                  gpu-3: {server_type: ollama, base_url: "http://127.0.0.3:9", use_for_chat: true}
                  gpu-2: {server_type: ollama, base_url: "http://127.0.0.2:9", enabled: false}
                active:
                  chat: {server: gpu-3}
                """, Map.of(), true));
        assertThat(readable(answer)).contains("- server gpu-1   (its stored api_key is destroyed)", "+ server gpu-3");
        assertThat(admin.get(ACTIVE + "/chat")
                        .json()
                        .path("provider")
                        .path("name")
                        .asString())
                .isEqualTo("gpu-3");
        assertThat(admin.get(KEYS).json())
                .as("a section that the file doesn't have stays")
                .hasSize(1);
    }

    @Test
    @Order(6)
    void aPlanThatIsOutOfDateIsRefused() {
        begin(admin);
        long planned = plan(admin, BEGIN.replace("env:GPU", "null").replace("{api_key: env:OPENAI, ", "{"))
                .json()
                .path("position")
                .asLong();
        Fixtures.newServer(admin);
        long head = NODE.events();
        Answer answer = admin.with("If-Match", "\"" + planned + "\"").post(APPLY, body("servers: {}", Map.of(), true));
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.detail()).contains("made at position " + planned, "newest is " + head, "Plan again");
        assertThat(NODE.events()).isEqualTo(head);
    }

    @Test
    @Order(7)
    void aRuleThatForbidsOnePartForbidsTheWhole() {
        begin(admin);
        long head = NODE.events();
        Answer answer = admin.post(APPLY, body("servers: {}\napi_keys: {}\n", Map.of(), true));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("provider-in-use");
        assertThat(answer.detail())
                .matches(
                        "Nothing is applied: RemoveServer for server gpu-[12] is refused\\. ai server .* can't be removed: .*");
        assertThat(NODE.events()).isEqualTo(head);
        assertThat(secrets()).isGreaterThanOrEqualTo(2);
    }

    @Test
    @Order(8)
    void onlyAnAdministratorMayPlanAndNothingIsAnsweredToNobody() {
        assertThat(NODE.stranger().post(PLAN, body("", Map.of(), false)).status())
                .isEqualTo(401);
        assertThat(NODE.router().post(APPLY, body("", Map.of(), false)).status())
                .isEqualTo(403);
        assertThat(admin.post(PLAN, "{}").wrongFields()).containsExactly("file");
        assertThat(admin.post(PLAN, body("", Map.of("env:A", "two words"), false))
                        .status())
                .isEqualTo(422);
    }
}
