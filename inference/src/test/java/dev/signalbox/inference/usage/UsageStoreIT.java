package dev.signalbox.inference.usage;

import static dev.signalbox.inference.usage.UsageFixtures.KEY;
import static dev.signalbox.inference.usage.UsageFixtures.NOON;
import static dev.signalbox.inference.usage.UsageFixtures.SERVER;
import static dev.signalbox.inference.usage.UsageFixtures.by;
import static dev.signalbox.inference.usage.UsageFixtures.record;
import static dev.signalbox.inference.usage.UsageFixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufInputStream;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What a batch adds to the tables. */
class UsageStoreIT extends UsagePipeline {

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
    void sumsUpWhatRerankersBillBy() {
        UsageRecord some = by(KEY, NOON);
        Tokens searches = new Tokens(-1, -1, -1, -1, -1, null, 3);
        Node node = node().started();
        node.queue.ended(UsageRecord.of(NOON, some.asked(), some.answered(), searches));
        node.queue.ended(UsageRecord.of(NOON, some.asked(), some.answered(), searches));
        node.queue.ended(some);

        await().until(() -> count("usage_record") == 3);
        assertThat(sum("search_units")).isEqualTo(6);
        assertThat(jdbc.sql("select search_units from usage_record order by search_units")
                        .query(Long.class)
                        .list())
                .containsExactly(3L, 3L, null);
    }

    @Test
    void aBatchThatIsWrittenAgainCountsOnce() throws Exception {
        Node node = node();
        UsageRecord first = by(KEY, NOON);
        node.store.write(new ByteBufInputStream(rows(node.prices, first)));

        node.store.write(new ByteBufInputStream(rows(node.prices, first, first, by(KEY, NOON))));

        assertThatEachWasCountedOnce(2);
        assertThat(jdbc.sql("select requests_count from api_key_usage")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
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
