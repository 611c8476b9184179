package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an empty service begins with; the variables are given as properties, which is the same to a node. */
class FirstStartIT {

    private static final Map<String, String> VARIABLES = Map.of(
            "signalbox.bootstrap.from-environment", "true",
            "OPENAI_API_KEY", "sk-0123456789-OPEN",
            "ANTHROPIC_API_KEY", "sk-ant-0123456789-ANTH",
            "MISTRAL_API_KEY", "no key at all");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void keysOfTheEnvironmentAreAddedOnceAndTheFirstIsActive() {
        TestDatabase database = PostgresForTests.newDatabase();
        try (TestNode node = TestNode.start(database, VARIABLES)) {
            JsonNode keys = node.admin().get(KEYS).json();
            assertThat(keys.valueStream().map(key -> key.path("key_name").asString()))
                    .containsExactlyInAnyOrder("Default OpenAI Key", "Default Anthropic Key");
            JsonNode chat = node.admin().get(ACTIVE + "/chat").json();
            assertThat(chat.path("provider").path("masked_key").asString()).isEqualTo("****OPEN");
            JsonNode entry = node.admin()
                    .get(CONFIG + "/audit?action=set_active")
                    .json()
                    .path("items")
                    .path(0);
            assertThat(entry.path("user").asString()).isEqualTo("system");
            assertThat(entry.path("actor_type").asString()).isEqualTo("system");
            assertThat(node.admin().delete(ACTIVE + "/chat").status()).isEqualTo(204);
            keys.forEach(key -> assertThat(
                            node.admin().delete(KEYS + "/" + key.path("id")).status())
                    .isEqualTo(204));
        }
        try (TestNode again = TestNode.start(database, VARIABLES)) {
            assertThat(again.admin().get(KEYS).json())
                    .as("what was deleted stays so")
                    .isEmpty();
        }
    }

    @Test
    void nodesThatStartTogetherAgree() throws Exception {
        TestDatabase database = PostgresForTests.newDatabase();
        TestNode.start(database).close(); // the schema
        List<Callable<TestNode>> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            starts.add(() -> TestNode.start(database, VARIABLES));
        }
        List<TestNode> nodes = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (Future<TestNode> start : threads.invokeAll(starts)) {
                nodes.add(start.get());
            }
            assertThat(nodes.getFirst().events()).isEqualTo(3);
        } finally {
            nodes.forEach(TestNode::close);
        }
    }

    private Map<String, String> file(String text) throws Exception {
        Path file = directory.resolve("signalbox.yaml");
        Files.writeString(file, text);
        Map<String, String> settings = new HashMap<>(VARIABLES);
        settings.put("signalbox.bootstrap.file", file.toString());
        return settings;
    }

    @Test
    void aFileGoesBeforeTheEnvironment() throws Exception {
        Files.writeString(directory.resolve("gpu.key"), "sk-of-a-file-9999\n");
        Map<String, String> settings = file("""
                servers:
                  gpu: {server_type: ollama, base_url: "http://127.0.0.1:9", api_key: file:gpu.key, use_for_chat: true}
                active:
                  chat: {server: gpu}
                """);
        try (TestNode node = TestNode.start(PostgresForTests.newDatabase(), settings)) {
            assertThat(node.admin().get(KEYS).json()).isEmpty();
            JsonNode server = node.admin().get(SERVERS).json().path(0);
            assertThat(server.path("masked_api_key").asString()).isEqualTo("****9999");
            JsonNode entry = node.admin()
                    .get(CONFIG + "/audit?action=add_server")
                    .json()
                    .path("items")
                    .path(0);
            assertThat(entry.path("config_digest").asString()).startsWith("sha256:");
        }
    }

    @Test
    void aFileThatCannotBeAppliedKeepsTheNodeFromStarting() throws Exception {
        Map<String, String> wrong = file("servers: {gpu: {server_type: olama, base_url: 'http://127.0.0.1:9'}}");
        assertThatThrownBy(() ->
                        TestNode.start(PostgresForTests.newDatabase(), wrong).close())
                .hasMessageContaining("line 1: servers.gpu.server_type must be vllm");
        Map<String, String> unset = file("api_keys: {openai/A: {api_key: env:NOBODY_SETS_THIS}}");
        assertThatThrownBy(() ->
                        TestNode.start(PostgresForTests.newDatabase(), unset).close())
                .hasMessageContaining("NOBODY_SETS_THIS is not set");
        Map<String, String> vendor = file("api_keys: {acme/A: {api_key: env:OPENAI_API_KEY}}");
        assertThatThrownBy(() ->
                        TestNode.start(PostgresForTests.newDatabase(), vendor).close())
                .hasMessageContaining("begins with no known vendor");
        Map<String, String> missing = new HashMap<>(VARIABLES);
        missing.put("signalbox.bootstrap.file", directory.resolve("none.yaml").toString());
        assertThatThrownBy(() ->
                        TestNode.start(PostgresForTests.newDatabase(), missing).close())
                .hasMessageContaining("none.yaml can't be read");
    }
}
