package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.ConfigFixtures.APPLY;
import static dev.signalbox.app.contract.ConfigFixtures.EXPORT;
import static dev.signalbox.app.contract.ConfigFixtures.PLAN;
import static dev.signalbox.app.contract.ConfigFixtures.apply;
import static dev.signalbox.app.contract.ConfigFixtures.body;
import static dev.signalbox.app.contract.ConfigFixtures.plan;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** Configuration as code, on a node of its own; each test begins with what {@link #begin} makes of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConfigIT {

    private static final TestNode NODE = TestNode.start();
    private static final String KEY = "sk-0123456789-ABCD";
    private static final String BEGIN = """
            servers:
              gpu-1: {server_type: vllm, base_url: "http://127.0.0.1:9", model_path: llama, use_for_chat: true, api_key: env:GPU}
              gpu-2: {server_type: ollama, base_url: "http://127.0.0.2:9", use_for_chat: true, use_for_embeddings: true}
            api_keys:
              openai/Main: {api_key: env:OPENAI, metadata: {team: a}}
            active:
              chat: {server: gpu-1, fallbacks: [{api_key: openai/Main, model: gpt-x}, {server: gpu-2}]}
            """;
    private final Http admin = NODE.admin();

    private void begin() {
        Answer answer = admin.post(APPLY, body(BEGIN, Map.of("env:GPU", KEY, "env:OPENAI", KEY), true));
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    }

    private static List<String> errors(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(422);
        return answer.json()
                .path("errors")
                .valueStream()
                .map(error ->
                        error.path("line").asInt() + " " + error.path("field").asString())
                .toList();
    }

    private String readable(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return String.join(
                "\n",
                answer.json()
                        .path("readable")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
    }

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
        begin();
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
    void whatWasExportedIsWhatThereIs() {
        begin();
        Answer exported = admin.get(EXPORT);
        assertThat(exported.header("Content-Type")).startsWith("application/yaml");
        assertThat(exported.text()).doesNotContain(KEY).contains("openai/Main:", "api_key: fingerprint:");
        Answer planned = admin.post(PLAN, body(exported.text(), Map.of(), true));
        assertThat(planned.json().path("changes")).as(planned::toString).isEmpty();
        assertThat(planned.header("ETag")).isEqualTo("\"" + NODE.events() + "\"");
    }

    @Test
    @Order(5)
    void onlyWhatDiffersIsChanged() {
        begin();
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
    @Order(6)
    void anActiveProviderIsReplacedAndTakenAwayInOneGo() {
        begin();
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
    @Order(7)
    void aPlanThatIsOutOfDateIsRefused() {
        begin();
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
    @Order(8)
    void brokenReferencesAreNamedWithTheirLines() {
        begin();
        long head = NODE.events();
        Answer answer = admin.post(APPLY, body("""
                servers:
                  gpu-1: {server_type: vllm, base_url: "http://127.0.0.9:9", model_path: llama}
                  gpu-4: {server_type: vllm, base_url: "ftp://h", model_path: " "}
                active:
                  chat: {server: gpu-2}
                """, Map.of(), false));
        assertThat(errors(answer)).containsExactly("3 servers.gpu-4.base_url", "3 servers.gpu-4.model_path");
        answer = admin.post(APPLY, body("""
                servers:
                  gpu-1: {server_type: vllm, base_url: "http://127.0.0.9:9", model_path: llama}
                  gpu-4: {server_type: vllm, base_url: "http://127.0.0.4:9"}
                api_keys:
                  nobody/Main: {api_key: env:X}
                  openai/New: {}
                  openai/Other: {api_key: env:NOT_SENT}
                active:
                  chat: {server: gpu-5}
                  embeddings: {server: gpu-1}
                """, Map.of(), false));
        assertThat(errors(answer))
                .containsExactly(
                        "2 servers.gpu-1.base_url",
                        "3 servers.gpu-4",
                        "5 api_keys.nobody/Main",
                        "6 api_keys.openai/New",
                        "7 api_keys.openai/Other.api_key",
                        "9 active.chat",
                        "10 active.embeddings");
        assertThat(answer.detail())
                .contains("line 9: active.chat names the server gpu-5, which is neither in the file");
        assertThat(NODE.events()).isEqualTo(head);
    }

    @Test
    @Order(9)
    void aRuleThatForbidsOnePartForbidsTheWhole() {
        begin();
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
    @Order(10)
    void aSecretStaysKnownByItsFingerprint() {
        begin();
        String renamed = admin.get(EXPORT).text().replace("gpu-1", "gpu-one");
        Answer answer = admin.post(APPLY, body(renamed, Map.of(), true));
        assertThat(readable(answer)).contains("+ server gpu-one", "- server gpu-1");
        JsonNode server = admin.get(ACTIVE + "/chat").json().path("provider");
        assertThat(server.path("name").asString()).isEqualTo("gpu-one");
        assertThat(server.path("masked_api_key").asString()).isEqualTo("****ABCD");
        assertThat(opened(server.path("id").asLong())).isEqualTo(KEY);

        String unknown = renamed.replaceAll("fingerprint:[0-9a-f]{16}", "fingerprint:0123456789abcdef");
        assertThat(errors(admin.post(APPLY, body(unknown, Map.of(), true))))
                .hasSize(2)
                .allSatisfy(error -> assertThat(error).endsWith(".api_key"));
    }

    @Test
    @Order(11)
    void aSecretGoesToNoOtherHostByItsFingerprint() {
        begin();
        String moved = admin.get(EXPORT).text().replace("http://127.0.0.1:9", "http://127.0.0.7:9");
        Answer answer = admin.post(APPLY, body(moved, Map.of(), true));
        assertThat(errors(answer)).singleElement().asString().endsWith("servers.gpu-1.api_key");
        assertThat(answer.detail()).contains("may be sent to http://127.0.0.7:9");
        assertThat(admin.post(
                                APPLY,
                                body(
                                        moved.replaceFirst("fingerprint:[0-9a-f]{16}", "env:GPU"),
                                        Map.of("env:GPU", KEY),
                                        true))
                        .status())
                .isEqualTo(200);
    }

    private static String opened(long server) {
        var row = NODE.database()
                .sql(
                        "select secret_id, secret_version, base_url from provider where provider_type = 'ai_server' and provider_id = ?")
                .param(server)
                .query((rs, n) -> Map.entry(
                        new SecretRef(rs.getObject(1, java.util.UUID.class), rs.getInt(2), null, ""), rs.getString(3)))
                .single();
        Vault vault = NODE.bean(Vault.class);
        try (var secret = vault.open(vault.find(row.getKey()).orElseThrow(), row.getValue())) {
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Order(12)
    void aRotatedSecretIsANewVersionAndNullDestroysIt() {
        begin();
        Answer rotated =
                admin.post(APPLY, body(BEGIN, Map.of("env:GPU", "sk-another-key-EFGH", "env:OPENAI", KEY), false));
        assertThat(readable(rotated))
                .contains("~ server gpu-1", "api_key: fingerprint:")
                .doesNotContain("openai");
        assertThat(apply(
                                admin,
                                "servers: {gpu-1: {server_type: vllm, base_url: 'http://127.0.0.1:9', model_path: llama, use_for_chat: true, api_key: null}}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.get(ACTIVE + "/chat")
                        .json()
                        .path("provider")
                        .path("has_api_key")
                        .asBoolean())
                .isFalse();
    }

    @Test
    @Order(13)
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

    @Test
    @Order(14)
    void theSchemaKnowsWhatIsExported() throws IOException {
        begin();
        String schema = admin.get("/api/v1/admin/config/schema").text();
        assertThat(schema).isEqualTo(Files.readString(Path.of("..", "docs", "signalbox.schema.json")));
        var compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON);
        assertThat(compiled.validate(admin.get(EXPORT).text(), InputFormat.YAML))
                .isEmpty();
        assertThat(compiled.validate(BEGIN, InputFormat.YAML)).isEmpty();
        assertThat(compiled.validate(BEGIN.replace("env:GPU", KEY), InputFormat.YAML))
                .isNotEmpty();
        assertThat(compiled.validate(BEGIN.replace("team: a", "team: a}, colour: {"), InputFormat.YAML))
                .isNotEmpty();
        assertThat(compiled.validate(BEGIN.replace("chat: {", "chat: {api_key: b, "), InputFormat.YAML))
                .isNotEmpty();
    }
}
