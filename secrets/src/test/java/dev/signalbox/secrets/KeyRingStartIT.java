package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.byok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.events.secret.SecretRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Keys that are made, lost, damaged or another's when a node starts or runs. */
@ExtendWith(OutputCaptureExtension.class)
class KeyRingStartIT {

    private final RingNodes nodes;

    KeyRingStartIT(@TempDir Path directory) {
        nodes = new RingNodes(directory);
    }

    @Test
    void theFirstStartMakesAKeyAndSaysToBackItUp(CapturedOutput output) {
        nodes.node("one", "", app -> {
            assertThat(app.keys().getFirst().primary()).isTrue();
            assertThat(app.keys().getFirst().source()).isEqualTo("file");
            assertThat(output)
                    .contains("BACK UP")
                    .contains(nodes.home("one").resolve("encryption-key").toString());
            assertThat(output).doesNotContain(nodes.ringFile("one"));
        });
    }

    @Test
    void aSecondNodesOwnFirstKeyIsNotTakenForTheInstallations(CapturedOutput output) {
        nodes.node("one", "", app -> {
            SecretRef ref = app.store("secret-1");
            String primary = app.keys().getFirst().id();
            nodes.node("two", byok(2), other -> {
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
        nodes.node("one", "", app -> app.store("secret-1"));
        Files.delete(nodes.home("one").resolve("encryption-key"));
        nodes.node("one", "", app -> {
            assertThat(output).contains("keys=missing");
            assertThat(app.vault.unopenable()).hasSize(1);
            assertThat(nodes.home("one").resolve("encryption-key")).doesNotExist();
        });
    }

    @Test
    void aRingFileThatGoesBadTakesNoKeyAwayFromARunningNode(CapturedOutput output) {
        nodes.node("one", "", app -> {
            SecretRef ref = app.store("secret-0");
            Path file = nodes.home("one").resolve("encryption-key");
            String good = nodes.ringFile("one");
            RingNodes.write(file, "half a ke");
            app.readable(List.of(ref));
            app.store("secret-1");
            assertThat(output).contains("keys=unreadable");
            assertThatThrownBy(app.ring::add).isInstanceOf(InvalidEncryptionKeyException.class);
            RingNodes.write(file, good);
            app.ring.add();
            assertThat(app.keys()).hasSize(2);
        });
    }
}
