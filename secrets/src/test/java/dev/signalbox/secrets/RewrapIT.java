package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.secret.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Re-wrapping that dies, waits, is cancelled, or done by two. */
class RewrapIT {

    private final RingNodes nodes;

    RewrapIT(@TempDir Path directory) {
        nodes = new RingNodes(directory);
    }

    /** Every transaction of the rotation is a step at which the process may die. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aRotationThatDiesAtAnyStepCanBeEnded(int step) {
        nodes.node("one", byok(1), app -> {
            List<SecretRef> refs = app.store(250);
            String fresh = app.ring.add();
            DyingTransactions dying = new DyingTransactions(app.transaction, step);
            try {
                KeyRing ring = app.ringWith(dying);
                ring.promote(fresh);
                Rewrap rewrap = app.rewrapWith(ring, dying);
                assertThat(app.run.begin(250, nodes.clock.instant())).isTrue();
                rewrap.runAll();
            } catch (Killed e) {
                assertThat(step).isEqualTo(1);
            }
            app.readable(refs);
            assertThat(app.keys().stream().filter(KeyRing.KeyStatus::primary)).hasSize(1);
            // the next start, or another node
            app.ring.promote(fresh);
            nodes.clock.advance(Duration.ofSeconds(31));
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
    void aRetirementThatDiesBeforeItsFileIsWrittenCanBeEnded() {
        nodes.node("one", "", app -> {
            String old = app.keys().getFirst().id();
            app.store("secret-0");
            app.ring.promote(app.ring.add());
            app.run.begin(1, nodes.clock.instant());
            app.rewrap.runAll();
            app.jdbc
                    .sql("delete from encryption_key where key_id = ?")
                    .param(old)
                    .update();
            assertThat(app.status(old).wraps()).isZero();
            app.ring.retire(old);
            assertThat(app.keys()).extracting(KeyRing.KeyStatus::id).doesNotContain(old);
            app.ring.promote(app.ring.add());
        });
    }

    @Test
    void aCancelledRewrapCanBeTakenUpAgain() {
        nodes.node("one", byok(1), app -> {
            app.store(150);
            app.ring.promote(app.ring.add());
            assertThat(app.run.begin(150, nodes.clock.instant())).isTrue();
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
        nodes.node("one", byok(1), app -> {
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

    @Test
    void twoNodesThatRewrapAtOnceShareTheWork() {
        nodes.node(
                "one",
                byok(1),
                app -> nodes.node("two", byok(1), other -> {
                    List<SecretRef> refs = app.store(300);
                    String fresh = app.ring.add();
                    nodes.copyRingFile("one", "two");
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

    @Test
    void aRewrapIsNotDoneWhileSomebodyElseHoldsARow() {
        nodes.node("one", byok(1), app -> {
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
}
