package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeygenTest {

    private static final String NAME = "BYOK_ENCRYPTION_KEY=";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T03:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve(".env");
    }

    private Path backup() {
        return directory.resolve(".env.bak-20261124T030000Z");
    }

    private static Run keygen(String... arguments) {
        return Run.of(new Keygen(CLOCK), arguments);
    }

    private Run intoFile(String... arguments) {
        return keygen(Stream.concat(Stream.of("--env-file", file().toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static void assertIsKey(String line) {
        assertThat(line).startsWith(NAME);
        assertThat(Base64.getUrlDecoder().decode(line.substring(NAME.length()))).hasSize(32);
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void printsAKey() {
        assertIsKey(keygen().out().strip());
    }

    @Test
    void makesTheFileForItsOwnerOnly() throws Exception {
        Run run = intoFile();
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(1);
        assertIsKey(lines.getFirst());
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(run.out()).doesNotContain(lines.getFirst().substring(NAME.length()));
        assertThat(directory).isDirectoryContaining(path -> path.equals(file()));
        assertThat(Files.list(directory)).hasSize(1);
    }

    @Test
    void keepsOtherLinesAndABackup() throws Exception {
        byte[] before = "# höme\r\nA=1\n\n#BYOK_ENCRYPTION_KEY=old\nBYOK_ENCRYPTION_KEY=\nB=2"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file(), before);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(intoFile().code()).isZero();
        String[] lines = Files.readString(file(), StandardCharsets.ISO_8859_1).split("\n", -1);
        assertIsKey(lines[4]);
        lines[4] = NAME;
        assertThat(lines).containsExactly("# höme\r", "A=1", "", "#BYOK_ENCRYPTION_KEY=old", NAME, "B=2", "");
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(backup()).hasBinaryContent(before);
        assertThat(mode(backup())).isEqualTo("rw-------");
    }

    @Test
    void refusesToReplaceAKey() throws Exception {
        for (String line : List.of("BYOK_ENCRYPTION_KEY=old", "export BYOK_ENCRYPTION_KEY = 'old'")) {
            Files.writeString(file(), line);
            Run run = intoFile();
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("has a BYOK_ENCRYPTION_KEY already", "--rotate");
            assertThat(file()).hasContent(line);
            assertThat(backup()).doesNotExist();
        }
    }

    @Test
    void rotatesAndSaysHowTheOldKeyStaysUsable() throws Exception {
        Files.writeString(file(), "A=1\nBYOK_ENCRYPTION_KEY=old\nB=2\nexport BYOK_ENCRYPTION_KEY=older\n");
        Run run = intoFile("--rotate");
        assertThat(run.code()).isZero();
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(3).startsWith("A=1").endsWith("B=2");
        assertIsKey(lines.get(1));
        assertThat(backup()).content().contains("BYOK_ENCRYPTION_KEY=old");
        assertThat(run.out())
                .contains("must stay usable", "encryption-key", backup().toString())
                .containsSubsequence("keys promote", "keys rewrap", "keys retire")
                .doesNotContain(lines.get(1).substring(NAME.length()));
    }

    @Test
    void aBackupIsNeverOverwritten() throws Exception {
        Files.writeString(file(), "BYOK_ENCRYPTION_KEY=old\n");
        Files.writeString(backup(), "older");
        Run run = intoFile("--rotate");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("can't be backed up", "Nothing was changed");
        assertThat(file()).hasContent("BYOK_ENCRYPTION_KEY=old\n");
        assertThat(backup()).hasContent("older");
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path real = Files.writeString(directory.resolve("real"), "A=1\n");
        Files.createSymbolicLink(file(), real);
        assertThat(intoFile().code()).isZero();
        assertThat(file()).isSymbolicLink();
        assertThat(Files.readAllLines(real)).hasSize(2);
    }

    @Test
    void rotatingNeedsAFile() {
        assertThat(keygen("--rotate").code()).isEqualTo(2);
    }
}
