package dev.signalbox.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A real PostgreSQL for tests: Testcontainers when a Docker engine is there, embedded binaries when not; one per JVM. */
public final class PostgresForTests {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private PostgresForTests() {}

    /** @param url JDBC URL of an empty database of its own */
    public record TestDatabase(String url, String user, String password) {}

    /** An empty database that nobody else uses. */
    public static TestDatabase newDatabase() {
        TestDatabase admin = Holder.ADMIN;
        String name = "test_" + COUNTER.incrementAndGet();
        try (var connection = DriverManager.getConnection(admin.url(), admin.user(), admin.password());
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(
                admin.url().replaceFirst("/[^/?]+(\\?.*)?$", "/" + name), admin.user(), admin.password());
    }

    private static final class Holder {
        static final TestDatabase ADMIN = start();

        private static TestDatabase start() {
            if (DockerClientFactory.instance().isDockerAvailable()) {
                var container =
                        new PostgreSQLContainer("postgres:18").withCommand("postgres", "-c", "max_connections=300");
                container.start();
                return new TestDatabase(container.getJdbcUrl(), container.getUsername(), container.getPassword());
            }
            try {
                var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
                return new TestDatabase(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
