package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.ORIGIN;
import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.key;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static dev.signalbox.secrets.SecretFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.testing.PostgresForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class KeyRingIT {

    private final MovableClock clock = new MovableClock();
    private final PostgresForTests.TestDatabase database = PostgresForTests.newDatabase();

    @TempDir
    Path directory = Path.of("");

    @Test
    void theFirstStartMakesAKeyAndSaysToBackItUp(CapturedOutput output) {
        node("one", "", app -> {
            assertThat(app.keys().getFirst().primary()).isTrue();
            assertThat(app.keys().getFirst().source()).isEqualTo("file");
            assertThat(output)
                    .contains("BACK UP")
                    .contains(home("one").resolve("encryption-key").toString());
            assertThat(output).doesNotContain(ringFile("one"));
        });
    }

    @Test
    void aSecondNodesOwnFirstKeyIsNotTakenForTheInstallations(CapturedOutput output) {
        node("one", "", app -> {
            SecretRef ref = app.store("secret-1");
            String primary = app.keys().getFirst().id();
            node("two", byok(2), other -> {
                assertThat(output).contains("keys=missing key=" + primary);
                assertThatThrownBy(() -> other.store("secret-2"))
                        .isInstanceOf(SecretUnavailableException.class)
                        .hasMessageContaining(primary);
                assertThat(other.vault.unopenable()).containsExactly(new Vault.Unopenable(ref.id(), 1, primary));
            });
            assertThat(app.vault.unopenable()).isEmpty();
        });
    }

    @Test
    void aLostKeyIsNamedAndNothingIsOverwritten(CapturedOutput output) throws Exception {
        node("one", "", app -> app.store("secret-1"));
        Files.delete(home("one").resolve("encryption-key"));
        node("one", "", app -> {
            assertThat(output).contains("keys=missing");
            assertThat(app.vault.unopenable()).hasSize(1);
            assertThat(home("one").resolve("encryption-key")).doesNotExist();
        });
    }

    @Test
    void aRotationGoesThroughAddPromoteRewrapRetire() {
        node("one", byok(1), app -> {
            List<SecretRef> refs = app.store(250);
            String fingerprint = app.vault.fingerprint(new byte[] {7});
            String fresh = app.ring.add();
            assertThat(app.status(fresh).primary()).isFalse();
            app.ring.promote(fresh);
            assertThat(app.status(fresh).primary()).isTrue();
            SecretRef later = app.store("sealed-by-the-new-key");
            assertThat(app.vault.find(later).orElseThrow().keyId()).isEqualTo(fresh);
            assertThatThrownBy(() -> app.ring.retire(key(1).id()))
                    .isInstanceOf(KeyRingException.class)
                    .hasMessageContaining("wraps 251");
            assertThat(app.rewrap.start()).isTrue();
            await().until(() -> app.rewrap.progress().state().equals("done"));
            assertThat(app.rewrap.progress().done()).isEqualTo(250);
            app.ring.retire(key(1).id());
            assertThat(app.keys()).extracting(KeyRing.KeyStatus::id).contains(fresh);
            assertThat(app.vault.fingerprint(new byte[] {7})).isEqualTo(fingerprint);
            app.readable(refs);
        });
        // without the old key
        node("one", "", app -> {
            assertThat(app.vault.unopenable()).isEmpty();
            assertThat(app.keys()).hasSize(1);
        });
    }

    @Test
    void aRingFileThatGoesBadTakesNoKeyAwayFromARunningNode(CapturedOutput output) {
        node("one", "", app -> {
            SecretRef ref = app.store("secret-0");
            Path file = home("one").resolve("encryption-key");
            String good = ringFile("one");
            write(file, "half a ke");
            app.readable(List.of(ref));
            app.store("secret-1");
            assertThat(output).contains("keys=unreadable");
            assertThatThrownBy(app.ring::add).isInstanceOf(InvalidEncryptionKeyException.class);
            write(file, good);
            app.ring.add();
            assertThat(app.keys()).hasSize(2);
        });
    }

    @Test
    void aRewrapIsNotDoneWhileSomebodyElseHoldsARow() {
        node("one", byok(1), app -> {
            List<SecretRef> refs = app.store(2);
            String fresh = app.ring.add();
            app.ring.promote(fresh);
            app.transaction.executeWithoutResult(status -> {
                app.jdbc
                        .sql("select 1 from vault_secret where secret_id = ? for update")
                        .param(refs.getFirst().id())
                        .query(Integer.class)
                        .single();
                // in a transaction of its own
                CompletableFuture.runAsync(app.rewrap::start).join();
                await().until(() -> app.rewrap.progress().done() == 1);
                assertThat(app.rewrap.progress().state()).isEqualTo("running");
            });
            await().until(() -> app.rewrap.progress().state().equals("done"));
            assertThat(app.status(key(1).id()).wraps()).isZero();
        });
    }

    @Test
    void onlyAKeyThatAllLiveNodesHaveIsPromoted() throws Exception {
        node(
                "one",
                byok(1),
                app -> node("two", byok(1), other -> {
                    String fresh = app.ring.add();
                    assertThatThrownBy(() -> app.ring.promote(fresh))
                            .isInstanceOf(KeyRingException.class)
                            .hasMessageContaining("Copy the ring file");
                    copyRingFile("one", "two");
                    other.rewrap.beat();
                    app.ring.promote(fresh);
                    assertThat(other.vault.find(other.store("s")).orElseThrow().keyId())
                            .isEqualTo(fresh);
                }));
    }

    @Test
    void aNodeThatIsGoneDoesNotHoldUpARotation() {
        node("one", byok(1), app -> {
            app.jdbc
                    .sql("insert into key_holder (node, key_ids, seen_at) values ('dead', '{}', ?)")
                    .param(java.sql.Timestamp.from(clock.instant()))
                    .update();
            String fresh = app.ring.add();
            assertThatThrownBy(() -> app.ring.promote(fresh)).hasMessageContaining("dead");
            clock.advance(Duration.ofSeconds(61));
            app.ring.promote(fresh);
        });
    }

    @Test
    void refusesWhatWouldShutSecretsIn() {
        node("one", byok(1), app -> {
            app.store("secret-1");
            assertThatThrownBy(() -> app.ring.promote("12345678"))
                    .isInstanceOf(KeyRingException.class)
                    .hasMessageContaining("no key 12345678");
            assertThatThrownBy(() -> app.ring.retire("12345678")).isInstanceOf(KeyRingException.class);
            assertThatThrownBy(() -> app.ring.retire(key(1).id())).hasMessageContaining("Promote another one first");
            // the database itself refuses it, whoever asks
            assertThatThrownBy(() -> app.jdbc.sql("delete from encryption_key").update())
                    .hasMessageContaining("foreign key");
        });
    }

    @Test
    void twoNodesThatRewrapAtOnceShareTheWork() {
        node(
                "one",
                byok(1),
                app -> node("two", byok(1), other -> {
                    List<SecretRef> refs = app.store(300);
                    String fresh = app.ring.add();
                    copyRingFile("one", "two");
                    other.rewrap.beat();
                    app.ring.promote(fresh);
                    assertThat(app.rewrap.start()).isTrue();
                    other.rewrap.runAll();
                    await().until(() -> app.rewrap.progress().state().equals("done"));
                    await().untilAsserted(
                                    () -> assertThat(app.status(fresh).wraps()).isEqualTo(301));
                    other.readable(refs);
                }));
    }

    /** Every transaction of the rotation is a step at which the process may die. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aRotationThatDiesAtAnyStepCanBeEnded(int step) {
        node("one", byok(1), app -> {
            List<SecretRef> refs = app.store(250);
            String fresh = app.ring.add();
            DyingTransactions dying = new DyingTransactions(app.transaction, step);
            try {
                KeyRing ring = app.ringWith(dying);
                ring.promote(fresh);
                Rewrap rewrap = app.rewrapWith(ring, dying);
                assertThat(app.run.begin(250, clock.instant())).isTrue();
                rewrap.runAll();
            } catch (Killed e) {
                assertThat(step).isEqualTo(1);
            }
            app.readable(refs);
            assertThat(app.keys().stream().filter(KeyRing.KeyStatus::primary)).hasSize(1);
            // the next start, or another node
            app.ring.promote(fresh);
            clock.advance(Duration.ofSeconds(31));
            app.rewrap.beat();
            if (app.rewrap.progress().state().equals("idle")) {
                app.rewrap.start();
            }
            await().until(() -> app.rewrap.progress().state().equals("done"));
            app.ring.retire(key(1).id());
            app.readable(refs);
            assertThat(app.keys().stream().filter(KeyRing.KeyStatus::primary))
                    .extracting(KeyRing.KeyStatus::id)
                    .containsExactly(fresh);
        });
    }

    @Test
    void aCancelledRewrapCanBeTakenUpAgain() {
        node("one", byok(1), app -> {
            app.store(150);
            app.ring.promote(app.ring.add());
            assertThat(app.run.begin(150, clock.instant())).isTrue();
            assertThat(app.rewrap.start()).as("one at a time").isFalse();
            app.rewrap.cancel();
            app.rewrap.runAll();
            assertThat(app.rewrap.progress().state()).isEqualTo("cancelled");
            assertThat(app.rewrap.start()).isTrue();
            await().until(() -> app.rewrap.progress().state().equals("done"));
        });
    }

    @Test
    void whatCanNotBeUnwrappedIsCountedAndLeftAsItIs() {
        node("one", byok(1), app -> {
            List<SecretRef> refs = app.store(3);
            app.jdbc
                    .sql("update vault_secret set wrapped_key = '\\x0102' where secret_id = ?")
                    .param(refs.getFirst().id())
                    .update();
            app.ring.promote(app.ring.add());
            app.rewrap.start();
            await().until(() -> app.rewrap.progress().state().equals("failed"));
            assertThat(app.rewrap.progress().failed()).isEqualTo(1);
            assertThat(app.rewrap.progress().done()).isEqualTo(2);
            assertThat(app.status(key(1).id()).wraps()).isEqualTo(1);
            assertThat(app.vault.unopenable()).hasSize(1);
        });
    }

    /** Whatever is done to the ring in whatever order: one key seals, every secret can be read, no key in use is gone. */
    @Test
    void anyOrderOfOperationsKeepsEverySecretReadable() {
        node("one", byok(1), app -> {
            Random random = new Random(20261124);
            List<SecretRef> refs = new ArrayList<>(app.store(3));
            for (int i = 0; i < 150; i++) {
                List<KeyRing.KeyStatus> keys = app.keys();
                String any = keys.get(random.nextInt(keys.size())).id();
                try {
                    switch (random.nextInt(5)) {
                        case 0 -> app.ring.add();
                        case 1 -> app.ring.promote(any);
                        case 2 -> app.ring.retire(any);
                        case 3 -> refs.add(app.store("secret-" + i));
                        default -> {
                            app.run.begin(1, clock.instant());
                            app.rewrap.runAll();
                        }
                    }
                } catch (KeyRingException e) {
                    assertThat(e.code()).isIn("key-is-primary", "key-in-use", "unknown-key");
                }
                assertThat(app.keys().stream().filter(KeyRing.KeyStatus::primary))
                        .hasSize(1);
                assertThat(app.vault.unopenable()).isEmpty();
            }
            refs.forEach(ref -> assertThat(app.vault.find(ref)).isPresent());
        });
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Dies after the transaction of that number was rolled back, as when the process is killed before its commit. */
    private record DyingTransactions(TransactionTemplate real, int step, AtomicInteger count)
            implements TransactionOperations {

        DyingTransactions(TransactionTemplate real, int step) {
            this(real, step, new AtomicInteger());
        }

        @Override
        public <T> T execute(TransactionCallback<T> action) {
            int number = count.incrementAndGet();
            if (number > step) {
                throw new Killed();
            }
            return real.execute((TransactionStatus status) -> {
                T result = action.doInTransaction(status);
                if (number == step) {
                    throw new Killed();
                }
                return result;
            });
        }
    }

    private void node(String name, String configuredKey, Consumer<App> story) {
        SecretsRunner.on(database, clock)
                .withPropertyValues("signalbox.home=" + home(name), "signalbox.encryption-key=" + configuredKey)
                .run(context -> story.accept(new App(context)));
    }

    private Path home(String node) {
        return directory.resolve(node);
    }

    private String ringFile(String node) {
        try {
            return Files.readString(home(node).resolve("encryption-key")).strip();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
            // another time than before, however fast this is
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(System.nanoTime() / 1_000_000));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void copyRingFile(String from, String to) {
        try {
            Files.createDirectories(home(to));
            Files.copy(
                    home(from).resolve("encryption-key"),
                    home(to).resolve("encryption-key"),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class App {
        final Vault vault;
        final KeyRing ring;
        final Rewrap rewrap;
        final JdbcClient jdbc;
        final TransactionTemplate transaction;
        final RewrapRun run;
        final ApplicationContext context;

        App(ApplicationContext context) {
            this.context = context;
            vault = context.getBean(Vault.class);
            ring = context.getBean(KeyRing.class);
            rewrap = context.getBean(Rewrap.class);
            jdbc = context.getBean(JdbcClient.class);
            transaction = context.getBean(TransactionTemplate.class);
            run = new RewrapRun(jdbc);
        }

        KeyRing ringWith(TransactionOperations transactions) {
            return new KeyRing(held(), new EncryptionKeys(jdbc), transactions, clock, "dying").open();
        }

        Rewrap rewrapWith(KeyRing keys, TransactionOperations transactions) {
            return new Rewrap(
                    new SealedSecrets(jdbc),
                    keys,
                    new Fingerprints(new EncryptionKeys(jdbc), keys),
                    run,
                    transactions,
                    clock);
        }

        private HeldKeys held() {
            return new HeldKeys(List.of(key(1)), new KeyFile(home("one")));
        }

        List<KeyRing.KeyStatus> keys() {
            return ring.keys();
        }

        KeyRing.KeyStatus status(String id) {
            return keys().stream()
                    .filter(key -> key.id().equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        SecretRef store(String plaintext) {
            return Objects.requireNonNull(
                    transaction.execute(status -> vault.store(null, "api-key", List.of(ORIGIN), secret(plaintext))));
        }

        List<SecretRef> store(int count) {
            return Objects.requireNonNull(transaction.execute(status -> {
                List<SecretRef> refs = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    refs.add(vault.store(null, "api-key", List.of(ORIGIN), secret("secret-" + i)));
                }
                return refs;
            }));
        }

        void readable(List<SecretRef> refs) {
            for (int i = 0; i < refs.size(); i++) {
                assertThat(text(vault.open(vault.find(refs.get(i)).orElseThrow(), ORIGIN)))
                        .isEqualTo("secret-" + i);
            }
        }
    }
}
