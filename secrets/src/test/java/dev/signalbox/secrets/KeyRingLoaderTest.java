package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

@ExtendWith(OutputCaptureExtension.class)
class KeyRingLoaderTest {

    private final KeyRingLoader nothingSealed = new KeyRingLoader(Map::of);
    private final KeyRingLoader sealedUnderKeyOne = new KeyRingLoader(() -> Map.of(key(1).id(), 3L));

    @TempDir
    Path temporary;

    private Path home = Path.of("");
    private Path file = home;

    @BeforeEach
    void freshHome() {
        home = temporary.resolve("not/there/yet");
        file = home.resolve("encryption-key");
    }

    @Test
    void takesTheConfiguredKey() {
        assertThat(nothingSealed.load(byok(1), home).primary().id()).isEqualTo(key(1).id());
        assertThat(file).doesNotExist();
    }

    @Test
    void makesAKeyFileForItsOwnerOnlyAndSaysToBackItUp(CapturedOutput output) throws IOException {
        KeyRing made = nothingSealed.load(" ", home);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(home.toFile().list()).containsExactly("encryption-key");
        assertThat(output)
                .contains("WARN")
                .contains("BACK UP")
                .contains(file.toString())
                .contains(made.primary().id());
        assertThat(output).doesNotContain(Files.readString(file).strip());
    }

    @Test
    void findsTheKeyFileAgain() {
        String made = nothingSealed.load(null, home).primary().id();
        assertThat(nothingSealed.load(null, home).primary().id()).isEqualTo(made);
    }

    @Test
    void aKeyFileCanBecomeTheConfiguredKey() throws IOException {
        String made = nothingSealed.load(null, home).primary().id();
        assertThat(nothingSealed
                        .load(Files.readString(file), temporary)
                        .primary()
                        .id())
                .isEqualTo(made);
    }

    @Test
    void neverReplacesAKeyFile() throws IOException {
        write(byok(1));
        assertThat(new KeyFile(home).generate()).isEqualTo(SecretFixtures.masterKey(1));
        assertThat(home.toFile().list()).containsExactly("encryption-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw----", "rw----r--", "rwx------"})
    void refusesAKeyFileThatOthersCanRead(String mode) throws IOException {
        write(byok(1));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> nothingSealed.load(null, home))
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AQEB", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=="})
    void refusesAKeyFileOfTheWrongLength(String content) throws IOException {
        write(content);
        assertThatThrownBy(() -> nothingSealed.load(null, home))
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("32 bytes");
    }

    @Test
    void saysWhatToDoWhenTheHomeCantBeWritten() throws IOException {
        Path notADirectory = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> nothingSealed.load(null, notADirectory))
                .isInstanceOf(InvalidEncryptionKeyException.class);
        assertThatThrownBy(() -> new KeyFile(notADirectory).generate())
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining("BYOK_ENCRYPTION_KEY");
    }

    @Test
    void makesNoNewKeyWhenSecretsNeedAnotherOne(CapturedOutput output) {
        KeyRing ring = sealedUnderKeyOne.load(null, home);
        assertThat(file).doesNotExist();
        assertThat(output).contains("ERROR").contains("3 stored secret(s) need the encryption key " + key(1).id());
        assertThatThrownBy(ring::primary).isInstanceOf(SecretUnavailableException.class);
        assertThatThrownBy(() -> ring.get(key(1).id()))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(key(1).id());
    }

    @Test
    void startsWithAKeyThatDoesNotFitAndSaysSo(CapturedOutput output) {
        assertThat(sealedUnderKeyOne.load(byok(2), home).primary().id()).isEqualTo(key(2).id());
        assertThat(output).contains("ERROR").contains("3 stored secret(s) need the encryption key " + key(1).id());
    }

    @Test
    void saysNothingWhenTheKeyFits(CapturedOutput output) {
        sealedUnderKeyOne.load(byok(1), home);
        assertThat(output).doesNotContain("ERROR").doesNotContain("WARN");
    }

    @Test
    void startsDuringADatabaseOutage(CapturedOutput output) {
        KeyRingLoader unreachable = new KeyRingLoader(() -> {
            throw new DataAccessResourceFailureException("connection refused");
        });
        assertThat(unreachable.load(byok(1), home).has(key(1).id())).isTrue();
        assertThat(output).contains("connection refused");
    }

    private void write(String content) throws IOException {
        Files.createDirectories(home);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }
}
