package dev.signalbox.app.cli;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.TestNode;
import dev.signalbox.app.verify.VerifyCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log at the command line, from reading it to proving one event elsewhere. */
class AuditCommandsIT {

    private static TestNode node;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                dev.signalbox.testing.PostgresForTests.newDatabase(),
                Map.of("signalbox.audit.checkpoint-interval", "100ms"));
        String server = """
                {"name": "%s", "server_type": "ollama", "base_url": "http://127.0.0.1:9", "use_for_chat": true}""";
        assertThat(node.admin()
                        .post(CONFIG + "/servers", server.formatted("one"))
                        .status())
                .isEqualTo(201);
        assertThat(node.admin()
                        .post(CONFIG + "/servers", server.formatted("two"))
                        .status())
                .isEqualTo(201);
        assertThat(node.admin()
                        .post(CONFIG + "/servers", server.formatted("one"))
                        .status())
                .isEqualTo(409);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ok(Run.of(new AuditProof(connection()))).contains("signed up to position 2."));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Connection connection() {
        return new Connection(Map.of(
                "SIGNALBOX_URL", "http://127.0.0.1:" + node.controlPort(), "SIGNALBOX_TOKEN", TestNode.ADMIN_TOKEN));
    }

    private static String ok(Run run) {
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private static JsonNode json(Run run) {
        return new JsonMapper().readTree(ok(run));
    }

    private static Run list(String... arguments) {
        return Run.of(new AuditList(connection()), arguments);
    }

    @Test
    void theLogIsListedAndFiltered() {
        assertThat(ok(list())).contains("POSITION", "add_server", "server one", "refused", "name-taken");
        assertThat(ok(list("--outcome", "done", "--type", "server", "--id", "2"))
                        .lines())
                .hasSize(2)
                .anyMatch(line -> line.matches(" +2  20\\S+Z  \\S+ +add_server  server two  done +name,enabled,.*"));
        assertThat(ok(list("--limit", "1"))).contains("There are older ones: --cursor ");
        JsonNode first = json(list("--limit", "1", "-o", "json"));
        String cursor = first.path("next_cursor").asString();
        assertThat(json(list("--limit", "1", "--cursor", cursor, "-o", "json"))
                        .at("/items/0/id")
                        .asString())
                .isNotEqualTo(first.at("/items/0/id").asString());
        assertThat(ok(list("--commit", "4f2a9c1"))).startsWith("Nothing is on record");
        assertThat(list("--outcome", "lost").code()).isEqualTo(1);
    }

    @Test
    void anEventIsProvedAndTheLogTakenAlong() throws Exception {
        String key = json(Run.of(new AuditKeys(connection()), "-o", "json"))
                .at("/keys/0/vkey")
                .asString();
        assertThat(ok(Run.of(new AuditKeys(connection())))).contains("SINCE", key);

        Path bundle = directory.resolve("proof.json");
        assertThat(ok(Run.of(new AuditProof(connection()), "2", "-f", bundle.toString())))
                .contains("signalbox audit verify --bundle");
        assertThat(ok(Run.of(new VerifyCommand(), "--bundle", bundle.toString(), "--key", key)))
                .startsWith("OK: the event at position 2");
        assertThat(json(Run.of(new VerifyCommand(), "--bundle", "" + bundle, "--key", key, "-o", "json"))
                        .path("position")
                        .asInt())
                .isEqualTo(2);
        assertThat(json(Run.of(new AuditProof(connection()), "2"))
                        .path("position")
                        .asInt())
                .isEqualTo(2);
        assertThat(Run.of(new AuditProof(connection()), "99").err()).contains("99");

        Path notes = directory.resolve("checkpoints.notes");
        Files.writeString(notes, ok(Run.of(new AuditCheckpoint(connection()))));
        Path log = directory.resolve("log.ndjson");
        assertThat(ok(Run.of(new AuditExportLog(connection()), "-f", log.toString())))
                .isEqualTo("Wrote 2 events to " + log + "." + System.lineSeparator());
        Run whole = Run.of(
                new VerifyCommand(), "--export", "" + log, "--key", key, "--checkpoints", "" + notes, "-o", "json");
        assertThat(json(whole).path("checkpoints").asInt()).as(whole.out()).isEqualTo(1);
        assertThat(json(whole).path("signed_up_to").asInt()).isEqualTo(2);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        assertThat(json(Run.of(new AuditExportLog(connection()), "--from", "2", "-f", "" + log, "-o", "json"))
                        .path("events")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeWrittenOrReadIsNamed() {
        assertThat(Run.of(new AuditExportLog(connection()), "-f", directory.resolve("no/such/log") + "")
                        .err())
                .contains("no/such/log can't be written");
        Run verify = Run.of(new VerifyCommand(), "--export", "no-such-log", "--key", key());
        assertThat(verify.code()).isEqualTo(3);
        assertThat(verify.err()).contains("It can't be read", "no-such-log");
    }

    private static String key() {
        return json(Run.of(new AuditKeys(connection()), "-o", "json"))
                .at("/keys/0/vkey")
                .asString();
    }
}
