package dev.signalbox.inference.usage;

import static dev.signalbox.inference.usage.UsageFixtures.KEY;
import static dev.signalbox.inference.usage.UsageFixtures.NOON;
import static dev.signalbox.inference.usage.UsageFixtures.SERVER;
import static dev.signalbox.inference.usage.UsageFixtures.by;
import static dev.signalbox.inference.usage.UsageFixtures.record;
import static dev.signalbox.inference.usage.UsageFixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.unit.DataSize;

/** From the queue over the disk into the database: every record once, whatever happens on the way. */
@ExtendWith(OutputCaptureExtension.class)
class UsagePipelineIT {

    /** Where nodes and databases come and go, so do connections. */
    private static final class Database extends DriverManagerDataSource {
        private volatile boolean away;
        private volatile boolean commitsAreNotAcknowledged;

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

    private final Database database = new Database(PostgresForTests.newDatabase());
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final List<Node> nodes = new ArrayList<>();

    /** The parts of one process. */
    private final class Node {
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
            collector = new UsageCollector(queue, prices, spool, store, writer, properties);
            nodes.add(this);
        }

        Node started() {
            collector.start();
            return this;
        }
    }

    private Node node() {
        return new Node(UsageFixtures.properties(home));
    }

    @BeforeEach
    void createTables() throws IOException {
        // the query side owns the tables
        jdbc.sql("create table api_key_usage (api_key_id bigint primary key, last_used timestamptz,"
                        + " requests_count bigint, tokens_used bigint, cost_usd numeric(12, 4))")
                .update();
        jdbc.sql(Files.readString(Path.of("../query-side/src/main/resources/db/migration/V9__usage.sql")))
                .update();
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.collector.stop());
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private long sum(String what) {
        return jdbc.sql("select coalesce(sum(" + what + "), 0) from usage_rollup where bucket = 'day'")
                .query(Long.class)
                .single();
    }

    private void assertThatEachWasCountedOnce(int records) {
        await().untilAsserted(() -> assertThat(count("usage_record")).isEqualTo(records));
        assertThat(sum("requests")).isEqualTo(records);
        assertThat(sum("tokens_in")).isEqualTo(1000L * records);
    }

    @Test
    void sumsUpByMinuteHourAndDay() {
        Node node = node().started();
        node.queue.ended(by(SERVER, NOON));
        node.queue.ended(by(SERVER, NOON.plusSeconds(20)));
        node.queue.ended(by(SERVER, NOON.plusSeconds(40)));
        node.queue.ended(record(SERVER, NOON.plusSeconds(3600), "m", "tester", 502));

        assertThatEachWasCountedOnce(4);
        assertThat(jdbc.sql(
                                "select bucket || ' ' || to_char(starts_at at time zone 'UTC', 'HH24:MI') || ' ' || requests"
                                        + " || ' ' || errors from usage_rollup order by 1")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "day 00:00 4 1",
                        "hour 12:00 3 0",
                        "hour 13:00 1 1",
                        "minute 12:00 2 0",
                        "minute 12:01 1 0",
                        "minute 13:00 1 1");
        assertThat(sum("latency_ms")).isEqualTo(1000);
        assertThat(sum("ttft_ms")).isEqualTo(200);
    }

    @Test
    void countsForTheKey() {
        Node node = node().started();
        node.queue.ended(by(KEY, NOON));
        node.queue.ended(by(KEY, NOON.plusSeconds(60)));
        node.queue.ended(by(KEY, NOON.minusSeconds(60)));
        node.queue.ended(by(SERVER, NOON.plusSeconds(120)));

        assertThatEachWasCountedOnce(4);
        var key = jdbc.sql("select * from api_key_usage").query().singleRow();
        assertThat(key).containsEntry("api_key_id", 5L).containsEntry("requests_count", 3L);
        assertThat(key).containsEntry("tokens_used", 3300L);
        // a thousandth of a cent and less is added up, too
        assertThat((BigDecimal) key.get("cost_usd")).isEqualByComparingTo("0.0036");
        assertThat(key.get("last_used"))
                .hasToString(java.sql.Timestamp.from(NOON.plusSeconds(60)).toString());
    }

    @Test
    void aBatchThatIsWrittenAgainCountsOnce() throws Exception {
        Node node = node();
        UsageRecord first = by(KEY, NOON);
        node.store.write(rows(node.prices, first));

        node.store.write(rows(node.prices, first, first, by(KEY, NOON)));

        assertThatEachWasCountedOnce(2);
        assertThat(jdbc.sql("select requests_count from api_key_usage")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void aCommitThatWasNotHeardOfCountsOnce() {
        database.commitsAreNotAcknowledged = true;
        Node node = node().started();
        node.queue.ended(by(KEY, NOON));
        await().until(() -> count("usage_record") == 1);
        assertThat(node.spool.batches()).isEqualTo(1);

        database.commitsAreNotAcknowledged = false;

        await().until(() -> node.spool.batches() == 0);
        assertThatEachWasCountedOnce(1);
    }

    @Test
    void waitsOnTheDiskWhileTheDatabaseIsAway(CapturedOutput output) throws IOException {
        database.away = true;
        Node node = node().started();
        for (int i = 0; i < 500; i++) {
            node.queue.ended(by(KEY, NOON));
            if (i % 100 == 0) {
                await().until(() -> node.queue.size() == 0);
            }
        }
        await().until(() -> node.queue.size() == 0);
        await().until(() -> output.getAll().contains("usage=waiting"));
        assertThat(filesInSpool()).isNotEmpty();

        database.away = false;

        assertThatEachWasCountedOnce(500);
        await().untilAsserted(() -> assertThat(filesInSpool()).isEmpty());
        assertThat(node.collector.lost()).isZero();
        assertThat(node.spool.bytes()).isZero();
    }

    private List<String> filesInSpool() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("usage-spool"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theNextProcessTakesUpWhatIsLeft() throws IOException {
        Node killed = node();
        killed.spool.open();
        killed.spool.put(rows(killed.prices, by(KEY, NOON), by(KEY, NOON)));
        killed.spool.put(rows(killed.prices, by(KEY, NOON)));
        // it died while it wrote
        Files.writeString(home.resolve("usage-spool/0000000000001-000001.usage1.tmp"), "half a li");

        node().started();

        assertThatEachWasCountedOnce(3);
        await().untilAsserted(() -> assertThat(filesInSpool()).isEmpty());
    }

    @Test
    void aStopWritesWhatIsThere() {
        Node node = node().started();
        for (int i = 0; i < 300; i++) {
            node.queue.ended(by(KEY, NOON));
        }

        node.collector.stop();

        assertThat(count("usage_record")).isEqualTo(300);
        assertThat(node.spool.batches()).isZero();
    }

    @Test
    void aStopWithoutADatabaseLeavesItToTheNextStart() {
        database.away = true;
        Node node = node().started();
        node.queue.ended(by(KEY, NOON));
        node.collector.stop();
        assertThat(node.spool.batches()).isEqualTo(1);

        database.away = false;
        node().started();

        assertThatEachWasCountedOnce(1);
    }

    @Test
    void saysWhatItLosesWhenTheDiskIsFull(CapturedOutput output) {
        database.away = true;
        Node node = new Node(UsageFixtures.properties(home, 1000, DataSize.ofBytes(100))).started();

        node.queue.ended(by(KEY, NOON));
        node.queue.ended(by(KEY, NOON));

        await().untilAsserted(() -> assertThat(node.collector.lost()).isEqualTo(2));
        assertThat(output.getAll()).contains("usage=lost").contains("signalbox.usage.spool-limit");
    }

    @Test
    void saysWhatItLosesWhenTheQueueIsFull(CapturedOutput output) {
        Node node = new Node(UsageFixtures.properties(home, 4, DataSize.ofMegabytes(1)));
        for (int i = 0; i < 7; i++) {
            node.queue.ended(by(KEY, NOON));
        }

        node.started();

        assertThatEachWasCountedOnce(4);
        assertThat(node.collector.lost()).isEqualTo(3);
        await().until(() -> output.getAll().contains("usage=lost records=3"));
    }

    @Test
    void writesWithoutADisk() throws IOException {
        Files.writeString(home.resolve("usage-spool"), "a file where the directory should be");

        node().started().queue.ended(by(KEY, NOON));

        assertThatEachWasCountedOnce(1);
    }

    @Test
    void aBatchThatTheDatabaseWillNeverTakeStopsNobody() throws IOException {
        Node node = node();
        node.spool.open();
        node.spool.put("no row at all\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        node.spool.put(rows(node.prices, by(KEY, NOON)));

        node.collector.start();

        await().until(() -> count("usage_record") == 1);
        assertThat(filesInSpool()).singleElement().asString().endsWith(".rejected");
    }

    @Test
    void keepsNamesAsTheyAre() {
        String wild = "a\tb\\N\n\r\\.\u0000é\uD83D\uDE00'\"";
        node().started().queue.ended(record(null, NOON, wild, "ä", 400));

        await().until(() -> count("usage_record") == 1);
        var row = jdbc.sql("select * from usage_record").query().singleRow();
        assertThat(row)
                .containsEntry("model_asked", wild.replace('\u0000', '\uFFFD'))
                .containsEntry("client", "ä");
        assertThat(row).containsEntry("provider_type", null).containsEntry("cost_usd", null);
        assertThat(row).containsEntry("ttft_ms", 50L).containsEntry("tokens_cache_written", null);
    }
}
