package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.secret.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingIT {

    private final RingNodes nodes;

    KeyRingIT(@TempDir Path directory) {
        nodes = new RingNodes(directory);
    }

    @Test
    void aRotationGoesThroughAddPromoteRewrapRetire() {
        nodes.node("one", byok(1), app -> {
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
        nodes.node("one", "", app -> {
            assertThat(app.vault.unopenable()).isEmpty();
            assertThat(app.keys()).hasSize(1);
        });
    }

    @Test
    void onlyAKeyThatAllLiveNodesHaveIsPromoted() throws Exception {
        nodes.node(
                "one",
                byok(1),
                app -> nodes.node("two", byok(1), other -> {
                    String fresh = app.ring.add();
                    assertThatThrownBy(() -> app.ring.promote(fresh))
                            .isInstanceOf(KeyRingException.class)
                            .hasMessageContaining("Copy the ring file");
                    nodes.copyRingFile("one", "two");
                    other.rewrap.beat();
                    app.ring.promote(fresh);
                    assertThat(other.vault.find(other.store("s")).orElseThrow().keyId())
                            .isEqualTo(fresh);
                }));
    }

    @Test
    void aNodeThatIsGoneDoesNotHoldUpARotation() {
        nodes.node("one", byok(1), app -> {
            app.jdbc
                    .sql("insert into key_holder (node, key_ids, seen_at) values ('dead', '{}', ?)")
                    .param(java.sql.Timestamp.from(nodes.clock.instant()))
                    .update();
            String fresh = app.ring.add();
            assertThatThrownBy(() -> app.ring.promote(fresh)).hasMessageContaining("dead");
            nodes.clock.advance(Duration.ofSeconds(61));
            app.ring.promote(fresh);
        });
    }

    @Test
    void refusesWhatWouldShutSecretsIn() {
        nodes.node("one", byok(1), app -> {
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
}
