package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.ConfigFixtures.APPLY;
import static dev.signalbox.app.contract.ConfigFixtures.BEGIN;
import static dev.signalbox.app.contract.ConfigFixtures.EXPORT;
import static dev.signalbox.app.contract.ConfigFixtures.KEY;
import static dev.signalbox.app.contract.ConfigFixtures.PLAN;
import static dev.signalbox.app.contract.ConfigFixtures.apply;
import static dev.signalbox.app.contract.ConfigFixtures.begin;
import static dev.signalbox.app.contract.ConfigFixtures.body;
import static dev.signalbox.app.contract.ConfigFixtures.errors;
import static dev.signalbox.app.contract.ConfigFixtures.readable;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a configuration file says, and what it can't; each test begins with what {@link ConfigFixtures#begin} makes. */
class ConfigFileIT {

    private static final TestNode NODE = TestNode.start();
    private final Http admin = NODE.admin();

    @Test
    void whatWasExportedIsWhatThereIs() {
        begin(admin);
        Answer exported = admin.get(EXPORT);
        assertThat(exported.header("Content-Type")).startsWith("application/yaml");
        assertThat(exported.text()).doesNotContain(KEY).contains("openai/Main:", "api_key: fingerprint:");
        Answer planned = admin.post(PLAN, body(exported.text(), Map.of(), true));
        assertThat(planned.json().path("changes")).as(planned::toString).isEmpty();
        assertThat(planned.header("ETag")).isEqualTo("\"" + NODE.events() + "\"");
    }

    @Test
    void brokenReferencesAreNamedWithTheirLines() {
        begin(admin);
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
    void aRerankDialectThatNobodySpeaksIsRefused() {
        begin(admin);
        Answer answer = admin.post(APPLY, body("""
                servers:
                  gpu-9: {server_type: ollama, base_url: "http://127.0.0.9:9", metadata: {rerank_dialect: voyager}}
                api_keys:
                  openai/Main: {metadata: {rerank_dialect: 1}}
                """, Map.of(), false));
        assertThat(errors(answer)).containsExactly("2 servers.gpu-9.metadata", "4 api_keys.openai/Main.metadata");
    }

    @Test
    void aSecretStaysKnownByItsFingerprint() {
        begin(admin);
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
    void aSecretGoesToNoOtherHostByItsFingerprint() {
        begin(admin);
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
    void aRotatedSecretIsANewVersionAndNullDestroysIt() {
        begin(admin);
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
    void theSchemaKnowsWhatIsExported() throws IOException {
        begin(admin);
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
