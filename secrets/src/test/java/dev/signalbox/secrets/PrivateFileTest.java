package dev.signalbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir
    private Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void isItsOwnersAloneAndWhole() throws IOException {
        Path file = directory.resolve("home/copy.json");
        PrivateFile.replace(file, bytes("first and longer"));
        // as one of before may have been
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFile.replace(file, bytes("second"));

        assertThat(file).hasContent("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files(directory.resolve("home"))).isEqualTo(1);
    }

    @Test
    void aFailureLeavesTheOldOneAndNothingElse() throws IOException {
        Path file = directory.resolve("taken");
        Files.createDirectories(file.resolve("by-a-directory"));

        assertThatThrownBy(() -> PrivateFile.replace(file, bytes("new"))).isInstanceOf(IOException.class);

        assertThat(file).isDirectory();
        assertThat(files(directory)).isEqualTo(1);
    }
}
