package dev.signalbox.inference.usage;

import static dev.signalbox.inference.usage.UsageFixtures.KEY;
import static dev.signalbox.inference.usage.UsageFixtures.NOON;
import static dev.signalbox.inference.usage.UsageFixtures.by;
import static dev.signalbox.inference.usage.UsageFixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** From the queue over the disk into the database: every record once, whatever happens on the way. */
@ExtendWith(OutputCaptureExtension.class)
class UsagePipelineIT extends UsagePipeline {

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
        killed.spool.put(rows(killed.prices, by(KEY, NOON), by(KEY, NOON)).nioBuffer());
        killed.spool.put(rows(killed.prices, by(KEY, NOON)).nioBuffer());
        // it died while it wrote
        Files.writeString(home.resolve("usage-spool/0000000000001-000001.usage2.tmp"), "half a li");

        node().started();

        assertThatEachWasCountedOnce(3);
        await().untilAsserted(() -> assertThat(filesInSpool()).isEmpty());
    }

    /** Before rerankers' units were counted, rows were shorter by one field. */
    @Test
    void takesUpFilesOfTheVersionBefore() throws IOException {
        Node before = node();
        before.spool.open();
        String rows = rows(before.prices, by(KEY, NOON), by(KEY, NOON)).toString(StandardCharsets.UTF_8);
        assertThat(rows).endsWith("\t\\N\n");
        Files.writeString(home.resolve("usage-spool/0000000000001-000001.usage1"), rows.replace("\t\\N\n", "\n"));

        node().started();

        assertThatEachWasCountedOnce(2);
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
        node.spool.put(StandardCharsets.UTF_8.encode("no row at all\n"));
        node.spool.put(rows(node.prices, by(KEY, NOON)).nioBuffer());

        node.collector.start();

        await().until(() -> count("usage_record") == 1);
        assertThat(filesInSpool()).singleElement().asString().endsWith(".rejected");
    }
}
