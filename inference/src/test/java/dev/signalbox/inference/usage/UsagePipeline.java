package dev.signalbox.inference.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.testing.PostgresForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database, and nodes that write to it. */
abstract class UsagePipeline {

    /** Where nodes and databases come and go, so do connections. */
    static final class Database extends DriverManagerDataSource {
        volatile boolean away;
        volatile boolean commitsAreNotAcknowledged;

        Database(PostgresForTests.TestDatabase database) {
            super(database.url(), database.user(), database.password());
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                throw new SQLException("Connection refused", "08001");
            }
            Connection connection = super.getConnection();
            return commitsAreNotAcknowledged ? new DeafConnection(connection).proxy() : connection;
        }
    }

    @TempDir
    Path home;

    final Database database = new Database(PostgresForTests.newDatabase());
    final JdbcClient jdbc = JdbcClient.create(database);
    private final List<Node> nodes = new ArrayList<>();

    /** The parts of one process. */
    final class Node {
        final UsageQueue queue;
        final Prices prices;
        final Spool spool;
        final UsageStore store = new UsageStore(database);
        final UsageCollector collector;

        Node(UsageProperties properties) {
            queue = new UsageQueue(properties);
            prices = new Prices(properties);
            spool = new Spool(properties);
            UsageWriter writer = new UsageWriter(spool, store, properties);
            collector = new UsageCollector(
                    queue, prices, spool, store, writer, new UsageMetrics(new SimpleMeterRegistry()), properties);
            nodes.add(this);
        }

        Node started() {
            collector.start();
            return this;
        }
    }

    Node node() {
        return new Node(UsageFixtures.properties(home));
    }

    @BeforeEach
    void createTables() throws IOException {
        // the query side owns the tables
        jdbc.sql("create table api_key_usage (api_key_id bigint primary key, last_used timestamptz,"
                        + " requests_count bigint, tokens_used bigint, cost_usd numeric(12, 4))")
                .update();
        for (String migration : List.of("V9__usage.sql", "V22_1__search_units.sql")) {
            jdbc.sql(Files.readString(Path.of("../query-side/src/main/resources/db/migration", migration)))
                    .update();
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.collector.stop());
    }

    final long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    final long sum(String what) {
        return jdbc.sql("select coalesce(sum(" + what + "), 0) from usage_rollup where bucket = 'day'")
                .query(Long.class)
                .single();
    }

    final void assertThatEachWasCountedOnce(int records) {
        await().untilAsserted(() -> assertThat(count("usage_record")).isEqualTo(records));
        assertThat(sum("requests")).isEqualTo(records);
        assertThat(sum("tokens_in")).isEqualTo(1000L * records);
    }
}
