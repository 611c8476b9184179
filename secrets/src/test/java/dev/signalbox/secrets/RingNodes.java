package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.ORIGIN;
import static dev.signalbox.secrets.SecretFixtures.key;
import static dev.signalbox.secrets.SecretFixtures.secret;
import static dev.signalbox.secrets.SecretFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.testing.PostgresForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Nodes of one installation: a database and a clock for all, a home with a ring file for each. */
final class RingNodes {

    final MovableClock clock = new MovableClock();
    private final PostgresForTests.TestDatabase database = PostgresForTests.newDatabase();
    private final Path directory;

    RingNodes(Path directory) {
        this.directory = directory;
    }

    void node(String name, String configuredKey, Consumer<App> story) {
        SecretsRunner.on(database, clock)
                .withPropertyValues("signalbox.home=" + home(name), "signalbox.encryption-key=" + configuredKey)
                .run(context -> story.accept(new App(context)));
    }

    Path home(String node) {
        return directory.resolve(node);
    }

    String ringFile(String node) {
        try {
            return Files.readString(home(node).resolve("encryption-key")).strip();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
            // another time than before, however fast this is
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(System.nanoTime() / 1_000_000));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void copyRingFile(String from, String to) {
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

    final class App {
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

        void begin() {
            run.begin(1, clock.instant());
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
