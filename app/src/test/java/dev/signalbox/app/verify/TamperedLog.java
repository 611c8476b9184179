package dev.signalbox.app.verify;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real log, made by a node that has stopped, and what somebody with the database's password may do to it. */
abstract class TamperedLog {

    static final String KEYS = CONFIG + "/audit/keys";

    @TempDir
    static Path directory;

    static TestDatabase log;
    static TestNode node;
    static String key;
    static int copies;

    record Outcome(int code, String text) {}

    @BeforeAll
    static void makeALog() throws SQLException {
        log = PostgresForTests.newDatabase();
        node = start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.admin().get(KEYS).json().path("keys").has(0));
        key = node.admin().get(KEYS).json().at("/keys/0/vkey").asString();
        for (int i = 1; i <= 6; i++) {
            add(i);
        }
        awaitCheckpoint(6);
        dump("dump");
        for (int i = 7; i <= 12; i++) {
            add(i);
        }
        awaitCheckpoint(12);
    }

    static TestNode start() {
        return TestNode.start(
                log, Map.of("signalbox.home", directory.toString(), "signalbox.audit.checkpoint-interval", "100ms"));
    }

    static void add(int i) {
        Answer answer = node.admin().post(CONFIG + "/servers", """
                        {"name": "server %d", "server_type": "vllm", "model_path": "m", "base_url": "http://127.0.0.1:9", "use_for_chat": true}""".formatted(i));
        assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    }

    static void awaitCheckpoint(int size) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.admin()
                                .get(CONFIG + "/audit/proof")
                                .json()
                                .path("checkpoint_size")
                                .asInt()
                        >= size);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    void found(String message, String... damage) throws Exception {
        Outcome outcome = verifyAfter(damage);
        assertThat(outcome.code()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text()).contains("TAMPERED: ").contains(message);
    }

    /** Damages a copy of the log's tables, in a schema of its own. */
    Outcome verifyAfter(String... damage) throws SQLException {
        String schema = "copy_" + ++copies;
        dump(schema, damage);
        return verify(schema);
    }

    static void dump(String schema, String... damage) throws SQLException {
        try (var connection = DriverManager.getConnection(log.url(), log.user(), log.password());
                var statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
            for (String table :
                    List.of("domain_event_entry", "proof_node", "proof_checkpoint", "proof_signer", "proof_log")) {
                statement.execute("create table %s.%s as select * from public.%s".formatted(schema, table, table));
            }
            statement.execute("set search_path = " + schema);
            for (String sql : damage) {
                statement.execute(sql);
            }
        }
    }

    static Outcome verify(String schema) {
        String url = log.url() + (log.url().contains("?") ? "&" : "?") + "currentSchema=" + schema;
        return run(
                "verify",
                "--url=" + url,
                "--user=" + log.user(),
                "--password=" + log.password(),
                "--key=" + key,
                "--checkpoints=" + directory.resolve("checkpoints"));
    }

    Outcome verifyExport(Path export) {
        return run("verify", "--export=" + export, "--key=" + key, "--checkpoints=" + directory.resolve("checkpoints"));
    }

    static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new dev.signalbox.app.cli.AuditCommand());
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        return new Outcome(command.execute(arguments), out.toString());
    }
}
