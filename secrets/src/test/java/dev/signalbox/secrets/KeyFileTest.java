package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.byok;
import static dev.signalbox.secrets.SecretFixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    @TempDir
    Path temporary;

    private Path home = Path.of("");
    private Path path = home;
    private KeyFile file = new KeyFile(home);

    @BeforeEach
    void freshHome() {
        home = temporary.resolve("not/there/yet");
        path = home.resolve("encryption-key");
        file = new KeyFile(home);
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        file.create();
        file.add();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(home.toFile().list()).containsExactly("encryption-key");
    }

    @Test
    void keepsItsOrderThroughAddingAndRemoving() throws IOException {
        write("# ours\n\n" + byok(1) + "\n" + byok(2) + "\n");
        byte[] third = file.add();
        assertThat(file.read()).containsExactly(masterKey(1), masterKey(2), third);
        assertThat(file.remove(key -> Arrays.equals(key, masterKey(1)))).isTrue();
        assertThat(file.remove(key -> Arrays.equals(key, masterKey(1)))).isFalse();
        assertThat(file.read()).containsExactly(masterKey(2), third);
    }

    @Test
    void theLastKeyTakesTheFileWithIt() throws IOException {
        write(byok(1));
        file.remove(key -> true);
        assertThat(path).doesNotExist();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void neverReplacesAFileByAFirstKey() throws IOException {
        write(byok(1));
        file.create();
        assertThat(file.read()).containsExactly(masterKey(1));
        assertThat(home.toFile().list()).containsExactly("encryption-key");
    }

    @Test
    void noticesThatSomebodyElseWroteIt() throws IOException {
        write(byok(1));
        file.read();
        assertThat(file.changed()).isFalse();
        Files.writeString(path, byok(1) + "\n" + byok(2));
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(file.changed()).isTrue();
        assertThat(file.read()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw----", "rw----r--", "rwx------"})
    void isRefusedWhenOthersCanReadIt(String mode) throws IOException {
        write(byok(1));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(file::read)
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining("chmod 600 " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "AQEB", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=="})
    void isRefusedWithoutAWholeKey(String content) throws IOException {
        write(content);
        assertThatThrownBy(file::read)
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("32 bytes");
    }

    @Test
    void theBadLineIsNamed() throws IOException {
        write(byok(1) + "\nnot a key\n");
        assertThatThrownBy(file::read).hasMessageContaining("line 2").hasMessageNotContaining("not a key");
    }

    @Test
    void saysWhatToDoWhenTheHomeCantBeWritten() throws IOException {
        KeyFile unwritable = new KeyFile(Files.writeString(temporary.resolve("file"), ""));
        assertThatThrownBy(unwritable::create)
                .isInstanceOf(InvalidEncryptionKeyException.class)
                .hasMessageContaining("BYOK_ENCRYPTION_KEY");
    }

    private void write(String content) throws IOException {
        Files.createDirectories(home);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, content);
    }
}
