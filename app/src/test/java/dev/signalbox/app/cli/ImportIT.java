package dev.signalbox.app.cli;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.cli.OldInstallation.OPENAI;
import static dev.signalbox.app.cli.OldInstallation.PLAINTEXT;
import static dev.signalbox.app.cli.OldInstallation.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** From a database as the old product made it to a node. */
class ImportIT extends MovingIn {

    private String opened(String type, long id, String origin) {
        SecretRef ref = node.database()
                .sql("select secret_id, secret_version from provider where provider_type = ? and provider_id = ?")
                .params(type, id)
                .query((row, n) -> new SecretRef(row.getObject(1, UUID.class), row.getInt(2), null, ""))
                .single();
        Vault vault = node.bean(Vault.class);
        try (var secret = vault.open(vault.find(ref).orElseThrow(), origin)) {
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"varchar(255), timestamp", "text, created_at"})
    void everythingMovesInAndTwiceChangesNothing(String text, String time) throws Exception {
        OldInstallation old = sound(text, time);
        Run plan = mover().run(old, OldInstallation.KEY, "--dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains(
                        "+ ai_servers 3 (gpu-1) -> 3",
                        "+ llm_api_keys 9",
                        "+ active_providers chat",
                        "3 rows, 3 of them new")
                .contains("Nothing was imported: this was a dry run.")
                .doesNotContain(PLAINTEXT, OPENAI);
        assertThat(node.events()).isZero();

        Run run = mover().run(old, "SOME=1\nBYOK_ENCRYPTION_KEY='" + OldInstallation.KEY + "'\n");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("had its api_key stored in the clear; it is sealed now")
                .contains("has no model_path, which vllm needs here")
                .contains("Imported: the configuration is at position 8.");
        moved();

        long events = node.events();
        Run again = mover().run(old, OldInstallation.KEY);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out())
                .contains(
                        "= ai_servers 3",
                        "was imported before, as server 3",
                        "3 rows, 0 of them new",
                        "Nothing was new");
        assertThat(node.events()).isEqualTo(events);
        assertThat(admin.delete(CONFIG + "/servers/5").status()).isEqualTo(204);
        assertThat(mover().run(old, OldInstallation.KEY).out()).contains("as server 5, which was removed since");
        assertThat(node.events()).isEqualTo(events + 1);
    }

    private void moved() {
        JsonNode server = mover().get(CONFIG + "/servers/3");
        assertThat(server.path("base_url").asString()).isEqualTo("http://127.0.0.1:8000");
        assertThat(server.path("metadata").path("rack").asInt()).isEqualTo(7);
        assertThat(server.path("masked_api_key").asString()).isEqualTo("****1111");
        assertThat(opened("ai_server", 3, "http://127.0.0.1:8000")).isEqualTo(PLAINTEXT);
        assertThat(opened("api_key", 1, "https://api.openai.com")).isEqualTo(OPENAI);
        assertThat(mover().get(CONFIG + "/servers/5").path("enabled").asBoolean())
                .isFalse();
        assertThat(mover().get(CONFIG + "/servers/6").path("model_path").asString())
                .isEqualTo("default");
        JsonNode key = mover().get(CONFIG + "/api-keys/1");
        assertThat(key.path("requests_count").asInt()).isEqualTo(41);
        assertThat(key.path("tokens_used").asLong()).isEqualTo(9_000_000_000L);
        assertThat(key.path("cost_usd").asString()).startsWith("12.3456");
        assertThat(key.path("last_used").asString()).startsWith("2026-03-01T12:00:00");
        JsonNode chat = mover().get(CONFIG + "/active/chat");
        assertThat(chat.path("provider_id").asLong()).isEqualTo(3);
        assertThat(chat.path("fallback_provider_id").asLong()).isEqualTo(1);
        JsonNode audited = mover().get(CONFIG + "/audit?imported_from=ops-center:llm_api_keys/9")
                .path("items");
        assertThat(audited.path(0).path("action").asString()).isEqualTo("add_key");
        Answer next = admin.post(CONFIG + "/servers", """
                {"name": "new", "server_type": "ollama", "base_url": "http://127.0.0.1:1"}""");
        assertThat(next.id()).as("sequences go on behind the old numbers").isEqualTo(7);
        assertThat(admin.delete(CONFIG + "/servers/7").status()).isEqualTo(204);
    }

    @Test
    void whatWasImportedMakesTheSameOnAnEmptyInstance() throws Exception {
        assertThat(mover().run(sound("text", "created_at"), OldInstallation.KEY).code())
                .isZero();
        String exported = admin.get("/api/v1/admin/config/export").text();
        Vault vault = node.bean(Vault.class);
        String portable = exported;
        List<String> secrets = List.of(PLAINTEXT, OPENAI, "sk-ant-3333333333");
        for (int i = 0; i < secrets.size(); i++) {
            String print = vault.fingerprint(secrets.get(i).getBytes(StandardCharsets.UTF_8));
            portable = portable.replace("fingerprint:" + print, "env:SECRET_" + i);
        }
        Path file = directory.resolve("signalbox.yaml");
        Files.writeString(file, portable);
        try (TestNode empty = TestNode.start()) {
            var connection = new Connection(Map.of(
                    "SIGNALBOX_URL",
                    "http://127.0.0.1:" + empty.controlPort(),
                    "SIGNALBOX_TOKEN",
                    TestNode.ADMIN_TOKEN));
            var source = Map.of("SECRET_0", secrets.get(0), "SECRET_1", secrets.get(1), "SECRET_2", secrets.get(2));
            Run applied = Run.of(new ApplyCommand(connection, new ConfigSource(source::get)), "-f", "" + file);
            assertThat(applied.code()).as(applied.err()).isZero();
            Run planned =
                    Run.of(new PlanCommand(connection, new ConfigSource(source::get)), "-f", "" + file, "--prune");
            assertThat(planned.out()).startsWith("No changes");
            assertThat(planned.code()).isZero();
        }
    }
}
