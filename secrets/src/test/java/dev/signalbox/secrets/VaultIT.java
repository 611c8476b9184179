package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.ORIGIN;
import static dev.signalbox.secrets.SecretFixtures.PLAINTEXT;
import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.key;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static dev.signalbox.secrets.SecretFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.testing.PostgresForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

class VaultIT {

    private final MovableClock clock = new MovableClock();
    private final PostgresForTests.TestDatabase database = PostgresForTests.newDatabase();
    private final ApplicationContextRunner runner =
            SecretsRunner.on(database, clock).withPropertyValues("signalbox.secret-grace-period=2h");

    @TempDir
    Path home = Path.of("");

    private String configuredKey = "";

    @BeforeEach
    void useKeyOne() {
        configuredKey = byok(1);
    }

    @Test
    void opensWhatWasStored() {
        run(app -> {
            SecretRef ref = app.store(null, PLAINTEXT);
            assertThat(ref.version()).isEqualTo(1);
            assertThat(ref.masked()).isEqualTo("****WXYZ");
            assertThat(ref.fingerprint())
                    .hasSize(16)
                    .isEqualTo(app.store(null, PLAINTEXT).fingerprint());
            SealedSecret sealed = app.vault.find(ref).orElseThrow();
            assertThat(sealed.origins()).containsExactly(ORIGIN, "http://localhost:8000");
            assertThat(text(app.vault.open(sealed, ORIGIN))).isEqualTo(PLAINTEXT);
            assertThatThrownBy(() -> app.vault.open(sealed, "https://evil.example"))
                    .isInstanceOf(SecretUnavailableException.class);
        });
    }

    @Test
    void aRollbackLeavesNothing() {
        run(app -> {
            app.transaction.executeWithoutResult(status -> {
                app.vault.store(null, "api-key", List.of(ORIGIN), secret(PLAINTEXT));
                status.setRollbackOnly();
            });
            assertThat(app.rows()).isZero();
        });
    }

    @Test
    void writesNothingOutsideATransaction() {
        run(app -> {
            assertThatThrownBy(() -> app.vault.store(null, "api-key", List.of(ORIGIN), secret(PLAINTEXT)))
                    .isInstanceOf(IllegalTransactionStateException.class);
            assertThatThrownBy(() -> app.vault.destroy(UUID.randomUUID()))
                    .isInstanceOf(IllegalTransactionStateException.class);
        });
    }

    @Test
    void aSecretGoesNowhereWithoutAnOrigin() {
        run(app -> assertThatThrownBy(() -> app.transaction.executeWithoutResult(
                        status -> app.vault.store(null, "api-key", List.of(), secret(PLAINTEXT))))
                .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void aRotatedSecretHasBothVersionsUntilTheOldOnesGraceIsOver() {
        run(app -> {
            SecretRef old = app.store(null, PLAINTEXT);
            SecretRef current = app.store(old.id(), "another-secret");
            assertThat(current.version()).isEqualTo(2);
            app.vault.retire(old);
            clock.advance(Duration.ofMinutes(119));
            app.vault.retire(old);
            app.vault.purge();
            assertThat(text(app.vault.open(app.vault.find(old).orElseThrow(), ORIGIN)))
                    .isEqualTo(PLAINTEXT);
            clock.advance(Duration.ofMinutes(1));
            assertThat(app.vault.find(old)).isEmpty();
            assertThat(app.rows()).isEqualTo(2);
            app.vault.purge();
            assertThat(app.rows()).isEqualTo(1);
            assertThat(app.vault.find(current)).isPresent();
            assertThat(app.store(old.id(), "a-third-secret").version()).isEqualTo(3);
        });
    }

    @Test
    void aDestroyedSecretIsGoneAndStaysGone() {
        run(app -> {
            SecretRef ref = app.store(null, PLAINTEXT);
            app.store(ref.id(), "another-secret");
            SecretRef other = app.store(null, PLAINTEXT);
            app.transaction.executeWithoutResult(status -> app.vault.destroy(ref.id()));
            assertThat(app.rows()).isEqualTo(1);
            assertThat(app.vault.find(ref)).isEmpty();
            assertThat(app.vault.find(other)).isPresent();
            assertThatThrownBy(() -> app.store(ref.id(), PLAINTEXT)).isInstanceOf(SecretUnavailableException.class);
        });
    }

    @Test
    void aDestructionThatIsRolledBackLeavesTheSecret() {
        run(app -> {
            SecretRef ref = app.store(null, PLAINTEXT);
            app.transaction.executeWithoutResult(status -> {
                app.vault.destroy(ref.id());
                status.setRollbackOnly();
            });
            assertThat(app.vault.find(ref)).isPresent();
        });
    }

    @Test
    void concurrentRotationsGetVersionsOfTheirOwn() {
        run(app -> {
            SecretRef first = app.store(null, PLAINTEXT);
            List<CompletableFuture<Integer>> versions = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> app.store(first.id(), "secret-" + i).version()))
                    .toList();
            assertThat(versions.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
        });
    }

    @Test
    void rowsSwappedInTheDatabaseAreRefused() {
        run(app -> {
            SecretRef one = app.store(null, PLAINTEXT);
            SecretRef two = app.store(null, "another-secret");
            app.jdbc.sql("""
                    update vault_secret a set ciphertext = b.ciphertext, wrapped_key = b.wrapped_key
                    from vault_secret b where a.secret_id <> b.secret_id""").update();
            for (SecretRef ref : List.of(one, two)) {
                assertThatThrownBy(() -> app.vault.open(app.vault.find(ref).orElseThrow(), ORIGIN))
                        .isInstanceOf(SecretUnavailableException.class)
                        .hasMessageContaining(ref.id().toString());
            }
        });
    }

    @Test
    void aGeneratedKeyServesTheNextStart() {
        configuredKey = "";
        SecretRef[] ref = new SecretRef[1];
        run(app -> ref[0] = app.store(null, PLAINTEXT));
        assertThat(home.resolve("encryption-key")).exists();
        run(app -> assertThat(text(app.vault.open(app.vault.find(ref[0]).orElseThrow(), ORIGIN)))
                .isEqualTo(PLAINTEXT));
    }

    @Test
    void aLostKeyLeavesTheApplicationRunningAndIsNamed() throws Exception {
        SecretRef[] ref = new SecretRef[1];
        run(app -> ref[0] = app.store(null, PLAINTEXT));
        configuredKey = "";
        run(app -> {
            assertThatThrownBy(() -> app.vault.open(app.vault.find(ref[0]).orElseThrow(), ORIGIN))
                    .isInstanceOf(SecretUnavailableException.class)
                    .hasMessageContaining(key(1).id());
            assertThatThrownBy(() -> app.store(null, PLAINTEXT)).isInstanceOf(SecretUnavailableException.class);
            assertThat(home.resolve("encryption-key")).doesNotExist();
        });
        Files.writeString(home.resolve("encryption-key"), byok(1));
        runner.withPropertyValues("signalbox.home=" + home)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidEncryptionKeyException.class)
                        .hasMessageContaining("chmod 600"));
    }

    @Test
    void byokEncryptionKeyIsTheKey() {
        runner.withPropertyValues(
                        "BYOK_ENCRYPTION_KEY=" + byok(1), "signalbox.encryption-key=", "signalbox.home=" + home)
                .run(context -> {
                    App app = new App(context);
                    assertThat(app.vault
                                    .find(app.store(null, PLAINTEXT))
                                    .orElseThrow()
                                    .keyId())
                            .isEqualTo(key(1).id());
                });
    }

    private interface Story {
        void tell(App app);
    }

    private void run(Story story) {
        runner.withPropertyValues("signalbox.home=" + home, "signalbox.encryption-key=" + configuredKey)
                .run(context -> story.tell(new App(context)));
    }

    private static final class App {
        final Vault vault;
        final JdbcClient jdbc;
        final TransactionTemplate transaction;

        App(ApplicationContext context) {
            vault = context.getBean(Vault.class);
            jdbc = context.getBean(JdbcClient.class);
            transaction = context.getBean(TransactionTemplate.class);
        }

        SecretRef store(@Nullable UUID id, String plaintext) {
            return Objects.requireNonNull(transaction.execute(status ->
                    vault.store(id, "api-key", List.of(ORIGIN + "/v1", "http://localhost:8000"), secret(plaintext))));
        }

        int rows() {
            return jdbc.sql("select count(*) from vault_secret")
                    .query(Integer.class)
                    .single();
        }
    }
}
