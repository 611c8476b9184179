package dev.signalbox.app.cli;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.cli.OldInstallation.fernet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** From a database as the old product made it to a node, by the command itself. */
class ImportIT {

    private static final String PLAINTEXT = "sk-server-in-the-clear-1111";
    private static final String OPENAI = "sk-openai-of-the-old-2222";

    private final TestNode node = TestNode.start();
    private final Http admin = node.admin();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @AfterEach
    void stop() {
        node.close();
    }

    private static OldInstallation sound(String text, String time) throws Exception {
        OldInstallation old = new OldInstallation(text, time);
        old.server(3, "gpu-1", "vllm", "http://127.0.0.1:8000/v1/", """
                api_key = '%s', model_path = 'llama', metadata = '{"rack": 7}'""".formatted(PLAINTEXT));
        old.server(5, "laptop", "ollama", "http://127.0.0.1:11434", "enabled = false");
        old.server(6, "plain", "vllm", "http://127.0.0.1:8001", "");
        old.key(1, "openai", "Main", fernet(OldInstallation.KEY, OPENAI), """
                requests_count = 41, tokens_used = 9000000000, cost_usd = 12.3456, last_used = '2026-03-01 12:00:00'""");
        old.key(
                9,
                "anthropic",
                "Zweiter Schlüssel",
                fernet(OldInstallation.KEY, "sk-ant-3333333333"),
                "use_for_ops_center = true");
        old.run("insert into active_providers values ('chat', 'ai_server', 3, 'api_key', 1)");
        old.run("insert into active_providers values ('embeddings', 'api_key', 9)");
        old.run(
                "insert into llm_config_audit (action, entity_type, entity_id, user_id, changes, \"" + time
                        + "\") values"
                        + " ('add_server', 'ai_server', '3', 'admin', ?::jsonb, '2026-02-01 08:30:00.123456'),"
                        + " ('set_active', 'active_provider', 'chat', 'admin', ?::jsonb, '2026-02-02 08:30:00'),"
                        + " ('add_key', 'api_key', '1', null, null, '2026-02-03 08:30:00')",
                "{\"name\": \"gpu-1\", \"api_key\": \"" + PLAINTEXT + "\", \"note\": \"was " + PLAINTEXT + "\"}",
                "{\"provider_id\": 3, \"old\": [{\"encrypted_key\": \"gAAAAABx\"}]}");
        return old;
    }

    private Run run(OldInstallation old, String key, String... more) throws Exception {
        Path file = directory.resolve("byok.key");
        Files.writeString(file, key);
        return run(old.database().url(), old.database().user(), old.database().password(), file, more);
    }

    private Run run(String url, String user, String password, Path key, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--url", url, "--user", user, "--byok-key-file", "" + key));
        arguments.addAll(List.of(more));
        var environment = Map.of(
                "PGPASSWORD",
                password,
                "SIGNALBOX_URL",
                "http://127.0.0.1:" + node.controlPort(),
                "SIGNALBOX_TOKEN",
                TestNode.ADMIN_TOKEN);
        return Run.of(new ImportOpsCenter(environment), arguments.toArray(String[]::new));
    }

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

    private JsonNode get(String path) {
        Answer answer = admin.get(path);
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return answer.json();
    }

    @ParameterizedTest
    @CsvSource({"varchar(255), timestamp", "text, created_at"})
    void everythingMovesInAndTwiceChangesNothing(String text, String time) throws Exception {
        OldInstallation old = sound(text, time);
        Run plan = run(old, OldInstallation.KEY, "--dry-run");
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

        Run run = run(old, "SOME=1\nBYOK_ENCRYPTION_KEY='" + OldInstallation.KEY + "'\n");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("had its api_key stored in the clear; it is sealed now")
                .contains("has no model_path, which vllm needs here")
                .contains("Imported: the configuration is at position 8.");
        moved();
        history();

        long events = node.events();
        Run again = run(old, OldInstallation.KEY);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("= ai_servers 3", "was imported before, as server 3", "3 rows, 0 of them new");
        assertThat(node.events()).isEqualTo(events);
        assertThat(admin.delete(CONFIG + "/servers/5").status()).isEqualTo(204);
        assertThat(run(old, OldInstallation.KEY).out()).contains("as server 5, which was removed since");
        assertThat(node.events()).isEqualTo(events + 1);
    }

    private void moved() {
        JsonNode server = get(CONFIG + "/servers/3");
        assertThat(server.path("base_url").asString()).isEqualTo("http://127.0.0.1:8000");
        assertThat(server.path("metadata").path("rack").asInt()).isEqualTo(7);
        assertThat(server.path("masked_api_key").asString()).isEqualTo("****1111");
        assertThat(opened("ai_server", 3, "http://127.0.0.1:8000")).isEqualTo(PLAINTEXT);
        assertThat(opened("api_key", 1, "https://api.openai.com")).isEqualTo(OPENAI);
        assertThat(get(CONFIG + "/servers/5").path("enabled").asBoolean()).isFalse();
        assertThat(get(CONFIG + "/servers/6").path("model_path").asString()).isEqualTo("default");
        JsonNode key = get(CONFIG + "/api-keys/1");
        assertThat(key.path("requests_count").asInt()).isEqualTo(41);
        assertThat(key.path("tokens_used").asLong()).isEqualTo(9_000_000_000L);
        assertThat(key.path("cost_usd").asString()).startsWith("12.3456");
        assertThat(key.path("last_used").asString()).startsWith("2026-03-01T12:00:00");
        JsonNode chat = get(CONFIG + "/active/chat");
        assertThat(chat.path("provider_id").asLong()).isEqualTo(3);
        assertThat(chat.path("fallback_provider_id").asLong()).isEqualTo(1);
        JsonNode audited =
                get(CONFIG + "/audit?imported_from=ops-center:llm_api_keys/9").path("items");
        assertThat(audited.path(0).path("action").asString()).isEqualTo("add_key");
        Answer next = admin.post(CONFIG + "/servers", """
                {"name": "new", "server_type": "ollama", "base_url": "http://127.0.0.1:1"}""");
        assertThat(next.id()).as("sequences go on behind the old numbers").isEqualTo(7);
        assertThat(admin.delete(CONFIG + "/servers/7").status()).isEqualTo(204);
    }

    private void history() {
        JsonNode items = get(CONFIG + "/audit/imported?limit=2").path("items");
        assertThat(items).hasSize(2);
        assertThat(items.path(0).path("action").asString()).isEqualTo("add_key");
        assertThat(items.path(0).path("imported").asBoolean()).isTrue();
        String cursor =
                get(CONFIG + "/audit/imported?limit=2").path("next_cursor").asString();
        JsonNode oldest = get(CONFIG + "/audit/imported?limit=2&cursor=" + cursor)
                .path("items")
                .path(0);
        assertThat(oldest.path("occurred_at").asString()).isEqualTo("2026-02-01T08:30:00.123456Z");
        assertThat(oldest.path("changes").toString())
                .isEqualTo("{\"name\":\"gpu-1\",\"note\":\"was ****\",\"api_key\":\"****\"}");
        assertThat(get(CONFIG + "/audit/imported?action=set_active")
                        .path("items")
                        .path(0)
                        .path("changes")
                        .toString())
                .contains("\"encrypted_key\":\"****\"");
        assertThat(admin.get(CONFIG + "/audit/imported?colour=blue").status()).isEqualTo(400);
        JsonNode batch = get(CONFIG + "/audit/imported/batches").path(0);
        assertThat(batch.path("rows").asInt()).isEqualTo(3);
        assertThat(batch.path("intact").asBoolean()).isTrue();
        JsonNode bound = get(CONFIG + "/audit?operation=AuditHistoryImported")
                .path("items")
                .path(0);
        assertThat(bound.path("position").asLong())
                .isEqualTo(batch.path("position").asLong());
        assertThat(bound.path("changes").path("digest").path("after").asString())
                .isEqualTo(batch.path("digest").asString());
        assertThat(get(CONFIG + "/history?limit=100").path("items")).isNotEmpty();
        node.database()
                .sql("update imported_audit_entry set user_name = 'somebody' where source_id = 2")
                .update();
        assertThat(get(CONFIG + "/audit/imported/batches")
                        .path(0)
                        .path("intact")
                        .asBoolean())
                .isFalse();
        node.database()
                .sql("update imported_audit_entry set user_name = 'admin' where source_id = 2")
                .update();
    }

    @Test
    void whatCannotBeImportedIsListedRowByRowAndNothingIsWritten() throws Exception {
        created(CONFIG + "/servers", """
                {"name": "here", "server_type": "ollama", "base_url": "http://127.0.0.1:1", "use_for_chat": true}""");
        created(
                CONFIG + "/api-keys",
                "{\"provider\": \"openai\", \"key_name\": \"Same\", \"api_key\": \"" + OPENAI + "\"}");
        OldInstallation old = new OldInstallation("text", "timestamp");
        old.run("alter table ai_servers drop constraint ai_servers_name_key");
        old.server(1, "one", "vllm", "http://127.0.0.1:8000", "model_path = 'm', use_for_chat = false");
        old.server(2, "one", "ollama", "http://127.0.0.1:11434", "");
        old.server(3, "here", "vllm", "http://127.0.0.1:8000", "model_path = 'm'");
        old.server(4, "strange", "sglang", "http://127.0.0.1:8000", "");
        old.server(7, "ftp", "ollama", "ftp://127.0.0.1", "metadata = '[1]'");
        old.key(1, "openai", "Same", fernet(OldInstallation.KEY, OPENAI), "");
        old.key(2, "openai", "Lost", fernet(OldInstallation.OTHER_KEY, "sk-lost-0123456789"), "");
        old.key(3, "acme", "Unknown", fernet(OldInstallation.KEY, "sk-acme-0123456789"), "");
        old.key(4, "openai", "Blank", fernet(OldInstallation.KEY, "two words"), "");
        old.run("insert into active_providers values ('chat', 'ai_server', 1, 'api_key', 77)");
        old.run("insert into active_providers values ('embeddings', 'ai_server', 99)");
        old.run("insert into active_providers values ('reranking', 'api_key', 2)");
        old.run("insert into active_providers values ('talking', 'api_key', 1)");
        long events = node.events();

        Run run = run(old, OldInstallation.KEY);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .anyMatch(line -> line.contains("ai_servers 2 (one) has the same name as ai_servers 1"))
                .anyMatch(line -> line.contains("ai_servers 3 (here) has the name of server 1 here"))
                .anyMatch(line -> line.contains("ai_servers 4 (strange) has the server_type sglang"))
                .anyMatch(line -> line.contains("ai_servers 7 (ftp) base_url must be an absolute http or https URL"))
                .anyMatch(line -> line.contains("ai_servers 7 (ftp) metadata is no JSON object"))
                .anyMatch(line -> line.contains("llm_api_keys 2 (openai/Lost) can't be decrypted"))
                .anyMatch(line -> line.contains("llm_api_keys 3 (acme/Unknown) is of the provider acme"))
                .anyMatch(line -> line.contains("llm_api_keys 4 (openai/Blank) api_key must have 1 to 4096"))
                .anyMatch(line ->
                        line.contains("active_providers chat its provider is ai_servers 1, which is not marked"))
                .anyMatch(line -> line.contains("active_providers embeddings its provider is ai_servers 99"))
                .anyMatch(line -> line.contains("active_providers reranking its provider is llm_api_keys 2"))
                .anyMatch(line -> line.contains("active_providers talking is no purpose"));
        assertThat(run.err()).doesNotContain("two words", "sk-");
        assertThat(node.events()).isEqualTo(events);

        Run dry = run(old, OldInstallation.KEY, "--dry-run");
        assertThat(dry.code()).isEqualTo(1);
        assertThat(dry.out()).contains("! ai_servers 2", "11 rows can't be imported", "--skip-problems");

        Run skipping = run(old, OldInstallation.KEY, "--skip-problems", "-o", "json");
        assertThat(skipping.code()).as(skipping.err()).isZero();
        assertThat(get(CONFIG + "/servers")).hasSize(2);
        assertThat(skipping.out()).contains("there-already", "id-taken");
        JsonNode one = get(CONFIG + "/servers").path(0);
        assertThat(one.path("name").asString()).isEqualTo("one");
        assertThat(one.path("id").asLong())
                .as("1 is taken, 7 was an old number")
                .isEqualTo(8);
        assertThat(node.events()).isEqualTo(events + 1);
    }

    private void created(String path, String body) {
        assertThat(admin.post(path, body).status()).isEqualTo(201);
    }

    @Test
    void wrongKeysAndDatabasesSayWhatToMend() throws Exception {
        OldInstallation old = sound("text", "timestamp");
        Run run = run(old, OldInstallation.OTHER_KEY);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("None of the 2 keys in llm_api_keys can be decrypted", "Nothing was imported");

        assertThat(run(old, "not a key").err()).contains("has no BYOK_ENCRYPTION_KEY");
        Path key = directory.resolve("byok.key");
        Files.writeString(key, OldInstallation.KEY);
        var database = old.database();
        assertThat(run(database.url(), database.user(), database.password(), directory.resolve("none"))
                        .err())
                .contains("none can't be read");
        assertThat(run("jdbc:postgresql://127.0.0.1:1/ops", "u", "p", key).err())
                .contains("The old database can't be read", "Check host, port");
        assertThat(run(database.url().replaceFirst("/test_\\d+", "/nowhere"), database.user(), database.password(), key)
                        .err())
                .contains("Check the name of the database");
        assertThat(run("jdbc:mysql://h/d", "u", "p", key).code()).isEqualTo(2);
        old.run("drop table llm_config_audit");
        assertThat(run(old, OldInstallation.KEY).err()).contains("has no table llm_config_audit");
        assertThat(node.events()).isZero();

        var elsewhere = Map.of("SIGNALBOX_URL", "http://10.1.2.3:8084", "SIGNALBOX_TOKEN", "t");
        Run far = Run.of(new ImportOpsCenter(elsewhere), "--url", database.url(), "--byok-key-file", "" + key);
        assertThat(far.err()).contains("would go to http://10.1.2.3:8084 in the clear");
    }

    @Test
    void whatWasImportedMakesTheSameOnAnEmptyInstance() throws Exception {
        assertThat(run(sound("text", "created_at"), OldInstallation.KEY).code()).isZero();
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
