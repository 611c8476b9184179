package dev.signalbox.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the directory is like that it is to live in. */
class EmbeddedDatabaseHomeIT {

    @TempDir
    static Path home = Path.of("");

    @BeforeAll
    static void create() {
        EmbeddedDatabase.start(home).close();
    }

    @Test
    void aHomeThatCantBeWrittenIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedDatabase.start(file.resolve("home")))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("SIGNALBOX_HOME");
    }

    @Test
    void wrongPermissionsAreToldInPostgresOwnWords() throws IOException {
        Path data = home.resolve("data");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("has invalid permissions");
        } finally {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void dataOfAnotherMajorVersionAreNotTouched() throws IOException {
        Path version = home.resolve("data/PG_VERSION");
        String written = Files.readString(version);
        Files.writeString(version, "17\n");
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining("PostgreSQL 17");
        } finally {
            Files.writeString(version, written);
        }
    }

    @Test
    void anInterruptedFirstStartIsDoneAgain(@TempDir Path fresh) throws Exception {
        Files.createDirectories(fresh.resolve("postgres.unpacking/bin"));
        Files.createDirectories(fresh.resolve("data.creating/base"));
        Files.writeString(fresh.resolve("database-password"), "");
        try (var database = EmbeddedDatabase.start(fresh)) {
            assertThat(database.jdbcUrl()).endsWith("/signalbox");
            try (var connection =
                    DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
        assertThat(fresh.resolve("data.creating")).doesNotExist();
        assertThat(fresh.resolve("postgres.unpacking")).doesNotExist();
    }
}
