package dev.signalbox.app.verify;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.verify.TamperingIT.Outcome;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One log over several starts: signed at the stop, after a crash, by a new key, and never another history. */
class SignedHistoryIT {

    private final TestDatabase database = PostgresForTests.newDatabase();

    @TempDir
    Path home;

    private TestNode start(String interval) {
        return TestNode.start(
                database, Map.of("signalbox.home", home.toString(), "signalbox.audit.checkpoint-interval", interval));
    }

    @Test
    void aStopSignsAndATornFileGoesOn() throws Exception {
        String key;
        try (TestNode node = start("1h")) {
            key = firstKey(node);
            add(node, 1);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("audit-signing-key"))))
                .isEqualTo("rw-------");
        assertThat(verify(key).text()).contains("OK: 1 events, 2 checkpoints");
        // a crash in the middle of the file's append, before the database had that checkpoint
        Files.writeString(home.resolve("checkpoints"), "signalbox/torn\n2\n", StandardOpenOption.APPEND);
        try (TestNode node = start("100ms")) {
            add(node, 2);
            awaitCheckpoint(node, 2);
            // the file was ahead of the database: the checkpoint is made again, the same one
            node.database().sql("delete from proof_checkpoint").update();
            awaitCheckpoint(node, 2);
            assertThat(firstKey(node)).isEqualTo(key);
        }
        Outcome outcome = verify(key);
        assertThat(outcome.code()).as(outcome.text()).isZero();
    }

    @Test
    void aNewKeyIsVouchedForByTheOldOne() {
        String old;
        try (TestNode node = start("100ms")) {
            old = firstKey(node);
            add(node, 1);
            awaitCheckpoint(node, 1);
            Answer rotated = node.admin().post("/api/v1/admin/audit/signing-key/rotate", null);
            assertThat(rotated.status()).as(rotated::toString).isEqualTo(200);
            assertThat(rotated.json().path("vkey").asString()).isNotEqualTo(old);
            assertThat(node.router()
                            .post("/api/v1/admin/audit/signing-key/rotate", null)
                            .status())
                    .isEqualTo(403);
            add(node, 2);
            awaitCheckpoint(node, 2);
            assertThat(node.admin()
                            .get(CONFIG + "/audit/checkpoint")
                            .text()
                            .lines()
                            .filter(line -> line.startsWith("\u2014"))
                            .toList())
                    .hasSize(1);
            assertThat(node.admin().get(CONFIG + "/audit/keys").json().path("keys"))
                    .hasSize(2);
            assertThat(node.database()
                            .sql("select count(*) from audit_entry where outcome = 'done' and position is null")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
        Outcome outcome = verify(old);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("OK: 2 events");
    }

    @Test
    void anOldDatabaseIsNotSignedOn() {
        String key;
        try (TestNode node = start("100ms")) {
            key = firstKey(node);
            add(node, 1);
            add(node, 2);
            add(node, 3);
            awaitCheckpoint(node, 3);
            // as if a dump from when there was one event had been restored
            node.database()
                    .sql("delete from domain_event_entry where global_index > 1")
                    .update();
            node.database().sql("delete from proof_checkpoint where size > 1").update();
            node.database()
                    .sql("delete from proof_node where (index + 1) * (1 << level) > 1")
                    .update();
            node.database().sql("update proof_log set size = 1").update();
        }
        assertThat(verify(key).text()).contains("TAMPERED: position 2: the event was removed");
        try (TestNode node = start("100ms")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !node.admin()
                            .get(CONFIG + "/audit/proof")
                            .json()
                            .path("problem")
                            .isNull());
            assertThat(node.admin()
                            .get(CONFIG + "/audit/proof")
                            .json()
                            .path("checkpoint_size")
                            .asInt())
                    .isLessThan(2);
            assertThat(node.admin()
                            .post("/api/v1/admin/audit/signing-key/rotate", null)
                            .status())
                    .isEqualTo(409);
        }
    }

    private static String firstKey(TestNode node) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.admin()
                        .get(CONFIG + "/audit/keys")
                        .json()
                        .path("keys")
                        .has(0));
        return node.admin()
                .get(CONFIG + "/audit/keys")
                .json()
                .at("/keys/0/vkey")
                .asString();
    }

    private static void add(TestNode node, int i) {
        Answer answer = node.admin().post(CONFIG + "/servers", """
                        {"name": "server %d", "server_type": "vllm", "model_path": "m", "base_url": "http://127.0.0.1:9"}""".formatted(i));
        assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    }

    private static void awaitCheckpoint(TestNode node, int size) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.admin()
                                .get(CONFIG + "/audit/proof")
                                .json()
                                .path("checkpoint_size")
                                .asInt()
                        == size);
    }

    private Outcome verify(String key) {
        return TamperingIT.run(
                "verify",
                "--url=" + database.url(),
                "--user=" + database.user(),
                "--password=" + database.password(),
                "--key=" + key,
                "--checkpoints=" + home.resolve("checkpoints"));
    }
}
