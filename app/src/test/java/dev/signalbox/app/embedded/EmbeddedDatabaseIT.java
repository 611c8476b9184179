package dev.signalbox.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedDatabaseIT {

    /** One for all: unpacking and initdb take seconds. Every test leaves it closed. */
    @TempDir
    static Path home = Path.of("");

    @BeforeAll
    static void createTable() throws SQLException {
        try (var database = EmbeddedDatabase.start(home)) {
            execute(database, "create table note (text text primary key)");
        }
    }

    @Test
    void keepsDataPortAndPasswordOverARestart() throws Exception {
        String url;
        String password;
        try (var database = EmbeddedDatabase.start(home)) {
            url = database.jdbcUrl();
            password = database.password();
            execute(database, "insert into note values ('kept')");
        }
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(notes(database)).contains("kept");
            assertThat(database.jdbcUrl()).isEqualTo(url);
            assertThat(database.password()).isEqualTo(password);
            database.close();
            database.close();
            assertThatThrownBy(() -> notes(database)).isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "max_connections, 100",
        "server_encoding, UTF8",
        "data_checksums, on",
    })
    void isSetUpNotToLoseAnything(String setting, String value) throws Exception {
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(query(database, "show " + setting)).containsExactly(value);
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword() throws Exception {
        try (var database = EmbeddedDatabase.start(home)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "guessed"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("database-password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void comesBackWhenThePostmasterIsKilled() throws Exception {
        try (var database = EmbeddedDatabase.start(home)) {
            execute(database, "insert into note values ('before the crash')");
            long killed = database.pid();
            // a backend that does not look whether its postmaster lives
            CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> busy(database));
            await().until(() -> query(database, "select 1 from pg_stat_activity where query like '%generate_series%'")
                            .size()
                    > 1);
            kill(killed);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(notes(database)).contains("before the crash"));
            assertThat(database.pid()).isNotEqualTo(killed);
            assertThat(busy).isDone();
            kill(database.pid());
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(notes(database)).contains("before the crash"));
        }
    }

    @Test
    void aPostgresThatOutlivedItsJvmIsReplaced() throws Exception {
        Process jvm = EmbeddedDatabaseProcess.start(home);
        long orphan = pid(jvm);
        kill(jvm.pid());
        jvm.waitFor();
        assertThat(ProcessHandle.of(orphan)).get().matches(ProcessHandle::isAlive);
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(database.pid()).isNotEqualTo(orphan);
            assertThat(runsPostgres(orphan)).isFalse();
            execute(database, "insert into note values ('after the orphan')");
        }
    }

    @Test
    void aPostgresThatOutlivedItsJvmAndLostItsPostmasterIsCleanedUp() throws Exception {
        Process jvm = EmbeddedDatabaseProcess.start(home);
        long orphan = pid(jvm);
        kill(jvm.pid());
        jvm.waitFor();
        kill(orphan);
        try (var database = EmbeddedDatabase.start(home)) {
            execute(database, "insert into note values ('after both')");
        }
    }

    @Test
    void aSecondStartIsRefusedAndNamesTheFirst() throws Exception {
        try (var database = EmbeddedDatabase.start(home)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining(home.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            Process second = EmbeddedDatabaseProcess.start(home);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(notes(database)).isNotNull();
        }
        Process jvm = EmbeddedDatabaseProcess.start(home);
        pid(jvm);
        assertThatThrownBy(() -> EmbeddedDatabase.start(home))
                .isInstanceOf(EmbeddedDatabaseException.class)
                .hasMessageContaining("process " + jvm.pid());
        jvm.getOutputStream().close();
        jvm.waitFor();
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        int port =
                Integer.parseInt(Files.readString(home.resolve("database-port")).strip());
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", port));
            try (var database = EmbeddedDatabase.start(home)) {
                assertThat(database.jdbcUrl()).doesNotContain(":" + port + "/");
                assertThat(notes(database)).isNotNull();
            }
        }
    }

    @Test
    void aStaleFileOfThePostmasterDoesNotStopIt() throws Exception {
        Files.writeString(
                home.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("data") + "\n");
        try (var database = EmbeddedDatabase.start(home)) {
            assertThat(notes(database)).isNotNull();
        }
    }

    private static void busy(EmbeddedDatabase database) {
        try {
            execute(database, "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b");
        } catch (SQLException e) {
            // killed, as it should be
        }
    }

    private static void kill(long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor())
                .isZero();
    }

    private static long pid(Process jvm) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("pid ")) {
                return Long.parseLong(line.substring(4));
            }
        }
        throw new IllegalStateException("It did not start");
    }

    private static boolean runsPostgres(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    private static List<String> notes(EmbeddedDatabase database) throws SQLException {
        return query(database, "select text from note");
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new java.util.ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
