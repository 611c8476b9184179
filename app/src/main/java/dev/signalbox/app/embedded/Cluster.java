package dev.signalbox.app.embedded;

import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The data directory and what belongs to it.
 *
 * @param data {@code $SIGNALBOX_HOME/data}
 * @param password of the one user, who owns everything
 */
record Cluster(Path data, String password) {

    static final String USER = "signalbox";
    static final String DATABASE = "signalbox";
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    // below the range that the kernel takes client ports from (32768 on Linux)
    private static final int FIRST_PORT = 15432;
    private static final int LAST_PORT = 29999;
    private static final String WRONG_PASSWORD = "28P01";

    static Cluster open(Path home, Programs programs) throws IOException, InterruptedException {
        Path data = home.resolve("data");
        Path passwordFile = home.resolve("database-password");
        if (!Files.isDirectory(data)) {
            log.info("Creating the database in {}", data);
            initialise(home, data, passwordFile, programs);
        }
        if (!Files.exists(passwordFile)) {
            throw new EmbeddedDatabaseException(
                    "The file " + passwordFile + " is gone, which holds the password of the database in " + data
                            + ". Restore it from your backup.");
        }
        return new Cluster(data, Files.readString(passwordFile).strip());
    }

    @Override
    public String toString() {
        return "Cluster[" + data + "]";
    }

    /** The port of last time, unless another program has it now. */
    int choosePort() throws IOException {
        Path file = data.resolveSibling("database-port");
        int last = Files.exists(file) ? parse(Files.readString(file).strip()) : 0;
        if (last > 0 && isFree(last)) {
            return last;
        }
        int port = IntStream.generate(() -> RANDOM.nextInt(FIRST_PORT, LAST_PORT + 1))
                .limit(100)
                .filter(Cluster::isFree)
                .findFirst()
                .orElseThrow(() -> new EmbeddedDatabaseException(
                        "No port between " + FIRST_PORT + " and " + LAST_PORT + " is free on 127.0.0.1."));
        if (last > 0) {
            log.warn("Port {} of the embedded database is taken by another program, it moves to {}", last, port);
        }
        Files.writeString(file, port + "\n");
        return port;
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Unless it is there. */
    void createDatabase(int port) {
        try (var connection = DriverManager.getConnection(jdbcUrl(port, "postgres"), USER, password);
                var statement = connection.createStatement();
                var found = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException e) {
            String hint = WRONG_PASSWORD.equals(e.getSQLState())
                    ? " Restore " + data.resolveSibling("database-password") + " from your backup."
                    : "";
            throw new EmbeddedDatabaseException("The embedded database refuses us: " + e.getMessage() + "." + hint);
        }
    }

    private static void initialise(Path home, Path data, Path passwordFile, Programs programs)
            throws IOException, InterruptedException {
        Path unfinished = home.resolve("data.creating");
        FileSystemUtils.deleteRecursively(unfinished);
        Files.deleteIfExists(passwordFile);
        Files.createFile(passwordFile, asFileAttribute(fromString("rw-------")));
        byte[] password = new byte[24];
        RANDOM.nextBytes(password);
        Files.writeString(passwordFile, HexFormat.of().formatHex(password) + "\n", WRITE, SYNC);
        // C.UTF-8 is built in: an update of the machine's libc can't reorder the indexes
        programs.run(
                "The database can't be created in " + home,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8");
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int parse(String port) {
        return port.matches("\\d{4,5}") ? Integer.parseInt(port) : 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
