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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real log, made by a node that has stopped, and what somebody with the database's password may do to it. */
class TamperingIT {

    private static final String KEYS = CONFIG + "/audit/keys";
    private static final TestDatabase LOG = PostgresForTests.newDatabase();

    @TempDir
    static Path directory;

    private static TestNode node;
    private static String key;
    private static int copies;

    record Outcome(int code, String text) {}

    @BeforeAll
    static void makeALog() throws SQLException {
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

    private static TestNode start() {
        return TestNode.start(
                LOG, Map.of("signalbox.home", directory.toString(), "signalbox.audit.checkpoint-interval", "100ms"));
    }

    private static void add(int i) {
        Answer answer = node.admin().post(CONFIG + "/servers", """
                        {"name": "server %d", "server_type": "vllm", "model_path": "m", "base_url": "http://127.0.0.1:9", "use_for_chat": true}""".formatted(i));
        assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    }

    private static void awaitCheckpoint(int size) {
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

    @Test
    void anUntouchedLogIsFine() throws Exception {
        Outcome outcome = verifyAfter();
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("OK: 12 events").contains("signed up to position 12, 0 not yet");
    }

    @Test
    void anEditOfAnyColumnIsNamed() throws Exception {
        for (String edit : List.of(
                "payload = payload || '\\x20'::bytea",
                "meta_data = '{}'::bytea",
                "time_stamp = '2020-01-01T00:00:00Z'",
                "payload_type = 'other'",
                "payload_revision = '7'",
                "aggregate_identifier = 'other'",
                "sequence_number = 99",
                "type = 'other'",
                "event_identifier = 'other'")) {
            found("position 5:", "update domain_event_entry set " + edit + " where global_index = 5");
        }
    }

    @Test
    void aRemovedEventIsNamed() throws Exception {
        found("position 4: the event was removed", "delete from domain_event_entry where global_index = 4");
    }

    @Test
    void aRemovedEventWhosePlaceWasClosedIsNamed() throws Exception {
        found("position 4:", "delete from domain_event_entry where global_index = 4", shift(4, -1));
    }

    @Test
    void anInsertedEventIsNamed() throws Exception {
        found("position 3:", shift(2, 1), copyOf(1, 3));
        found("position 1: the event was inserted", copyOf(1, 0));
    }

    @Test
    void swappedEventsAreNamed() throws Exception {
        found(
                "position 2:",
                "update domain_event_entry set global_index = -1 where global_index = 2",
                "update domain_event_entry set global_index = 2 where global_index = 9",
                "update domain_event_entry set global_index = 9 where global_index = -1");
    }

    @Test
    void aCutTailIsNamed() throws Exception {
        found("position 10: the event was removed", "delete from domain_event_entry where global_index >= 10");
    }

    @Test
    void aCutTailIsNamedWhenTheTreeAndTheDatabasesCheckpointsAreCutToo() throws Exception {
        found(
                "position 7: the event was removed, and all behind it (a checkpoint covers ",
                "delete from domain_event_entry where global_index > 6",
                "delete from proof_node where (index + 1) * (1 << level) > 6",
                "update proof_log set size = 6",
                "delete from proof_checkpoint where size > 6");
    }

    /** Everything fits in it, keys and checkpoints of the database included; only who kept a later checkpoint can tell. */
    @Test
    void anOldDumpOfTheWholeDatabaseIsNamed() throws Exception {
        Outcome outcome = verify("dump");
        assertThat(outcome.code()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text()).contains("TAMPERED: position 7: the event was removed, and all behind it");
    }

    @Test
    void anEditBesideAForgedLeafIsBetweenTwoCheckpoints() throws Exception {
        found(
                "not the events that were signed",
                "update domain_event_entry set payload = 'x' where global_index = 8",
                "delete from proof_node");
    }

    @Test
    void aForgedCheckpointIsNotTrusted() throws Exception {
        found(
                "is not signed by a trusted key",
                "insert into proof_checkpoint (size, note) select size, replace(note, chr(8212) || ' ', chr(8212)"
                        + " || ' other') from proof_checkpoint order by size desc limit 1");
    }

    @Test
    void anExportIsCheckedWithTheFileAlone() throws Exception {
        Path export = directory.resolve("export.ndjson");
        List<String> lines = new ArrayList<>(
                node.admin().get(CONFIG + "/audit/log").text().lines().toList());
        Files.write(export, lines);
        assertThat(verifyExport(export).code()).isZero();
        lines.remove(7);
        Files.write(export, lines);
        assertThat(verifyExport(export).text()).contains("position 8: the event was removed");
        Files.write(export, lines.subList(0, 7));
        assertThat(verifyExport(export).text()).contains("position 8: the event was removed, and all behind");
    }

    @Test
    void aBundleNeedsOnlyTheKeyAndNoBitMayDiffer() throws Exception {
        Path bundle = directory.resolve("bundle.json");
        String good = node.admin().get(CONFIG + "/audit/proof/bundle/5").text();
        Files.writeString(bundle, good);
        Outcome outcome = run("verify", "--bundle", bundle.toString(), "--key", key);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        int entry = good.indexOf("\"entry\":\"") + 200;
        char flipped = good.charAt(entry) == 'A' ? 'B' : 'A';
        Files.writeString(bundle, good.substring(0, entry) + flipped + good.substring(entry + 1));
        assertThat(run("verify", "--bundle", bundle.toString(), "--key", key)).satisfies(bad -> {
            assertThat(bad.code()).isEqualTo(1);
            assertThat(bad.text()).contains("position 5:");
        });
        assertThat(run("verify", "--bundle", bundle.toString()).code()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsAProblem() {
        String audit = CONFIG + "/audit";
        assertThat(node.admin().get(audit + "/proof/inclusion?position=99").status())
                .isEqualTo(404);
        assertThat(node.admin()
                        .get(audit + "/proof/inclusion?position=3&size=99")
                        .status())
                .isEqualTo(404);
        assertThat(node.admin().get(audit + "/proof/inclusion?position=x").status())
                .isEqualTo(400);
        assertThat(node.admin().get(audit + "/proof/consistency?from=5&to=3").status())
                .isEqualTo(400);
        assertThat(node.admin().get(audit + "/proof/consistency?from=0&to=99").status())
                .isEqualTo(404);
        assertThat(node.admin().get(audit + "/proof/bundle/99").status()).isEqualTo(404);
        assertThat(node.admin().get(audit + "/checkpoint?size=99").status()).isEqualTo(404);
        assertThat(node.admin().get(audit + "/checkpoint?size=-1").detail()).contains("size must be");
        assertThat(node.admin().get(audit + "/checkpoint").text()).startsWith("signalbox/");
    }

    private static String shift(int behind, int by) {
        // two steps, for the column is unique
        return "update domain_event_entry set global_index = -global_index where global_index > " + behind
                + "; update domain_event_entry set global_index = -global_index + " + by + " where global_index < 0";
    }

    private static String copyOf(int from, int to) {
        return "insert into domain_event_entry select " + to + ", 'forged', meta_data, payload, payload_revision,"
                + " payload_type, time_stamp, 'forged', 0, type from domain_event_entry where global_index = " + from;
    }

    private void found(String message, String... damage) throws Exception {
        Outcome outcome = verifyAfter(damage);
        assertThat(outcome.code()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text()).contains("TAMPERED: ").contains(message);
    }

    /** Damages a copy of the log's tables, in a schema of its own. */
    private Outcome verifyAfter(String... damage) throws SQLException {
        String schema = "copy_" + ++copies;
        dump(schema, damage);
        return verify(schema);
    }

    private static void dump(String schema, String... damage) throws SQLException {
        try (var connection = DriverManager.getConnection(LOG.url(), LOG.user(), LOG.password());
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

    private static Outcome verify(String schema) {
        String url = LOG.url() + (LOG.url().contains("?") ? "&" : "?") + "currentSchema=" + schema;
        return run(
                "verify",
                "--url=" + url,
                "--user=" + LOG.user(),
                "--password=" + LOG.password(),
                "--key=" + key,
                "--checkpoints=" + directory.resolve("checkpoints"));
    }

    private Outcome verifyExport(Path export) {
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
