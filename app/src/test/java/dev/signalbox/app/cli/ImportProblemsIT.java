package dev.signalbox.app.cli;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.cli.OldInstallation.OPENAI;
import static dev.signalbox.app.cli.OldInstallation.fernet;
import static dev.signalbox.app.cli.OldInstallation.sound;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can't be imported, and what is wrong with keys and databases: what to mend is said, nothing is written. */
class ImportProblemsIT extends MovingIn {

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

        Run run = mover().run(old, OldInstallation.KEY);

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

        Run dry = mover().run(old, OldInstallation.KEY, "--dry-run");
        assertThat(dry.code()).isEqualTo(1);
        assertThat(dry.out()).contains("! ai_servers 2", "11 rows can't be imported", "--skip-problems");

        Run skipping = mover().run(old, OldInstallation.KEY, "--skip-problems", "-o", "json");
        assertThat(skipping.code()).as(skipping.err()).isZero();
        assertThat(mover().get(CONFIG + "/servers")).hasSize(2);
        assertThat(skipping.out()).contains("there-already", "id-taken");
        JsonNode one = mover().get(CONFIG + "/servers").path(0);
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
        Run run = mover().run(old, OldInstallation.OTHER_KEY);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("None of the 2 keys in llm_api_keys can be decrypted", "Nothing was imported");

        assertThat(mover().run(old, "not a key").err()).contains("has no BYOK_ENCRYPTION_KEY");
        Path key = directory.resolve("byok.key");
        Files.writeString(key, OldInstallation.KEY);
        var database = old.database();
        assertThat(mover().run(database.url(), database.user(), database.password(), directory.resolve("none"))
                        .err())
                .contains("There is no file ", "none");
        assertThat(mover().run("jdbc:postgresql://127.0.0.1:1/ops", "u", "p", key)
                        .err())
                .contains("The old database can't be read", "Connection to 127.0.0.1:1 refused. Check host, port");
        assertThat(mover().run(
                                database.url().replaceFirst("/test_\\d+", "/nowhere"),
                                database.user(),
                                database.password(),
                                key)
                        .err())
                .contains("\"nowhere\" does not exist. Check the name of the database");
        assertThat(mover().run("jdbc:postgresql://no-such-host.invalid/ops", "u", "p", key)
                        .err())
                .contains("there is no host no-such-host.invalid. Check host");
        assertThat(mover().run("jdbc:mysql://h/d", "u", "p", key).code()).isEqualTo(2);
        old.run("drop table llm_config_audit");
        assertThat(mover().run(old, OldInstallation.KEY).err()).contains("has no table llm_config_audit");
        assertThat(node.events()).isZero();

        var elsewhere = Map.of("SIGNALBOX_URL", "http://10.1.2.3:8084", "SIGNALBOX_TOKEN", "t");
        Run far = Run.of(new ImportOpsCenter(elsewhere), "--url", database.url(), "--byok-key-file", "" + key);
        assertThat(far.err()).contains("would go to http://10.1.2.3:8084 in the clear");
    }
}
