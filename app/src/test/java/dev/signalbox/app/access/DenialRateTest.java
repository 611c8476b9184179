package dev.signalbox.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.access.DenialRate.Summary;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DenialRateTest {

    private static final Instant MINUTE = Instant.parse("2026-11-01T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(MINUTE.plusSeconds(7));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final DenialRate rate = new DenialRate(clock);

    @Test
    void tenOfAClientAreRecordedAndTheOthersAreOneNumber() {
        assertThat(recorded("a", 25)).isEqualTo(10);
        assertThat(recorded("b", 3)).isEqualTo(3);
        assertThat(rate.finished()).isEmpty();

        now.set(MINUTE.plusSeconds(60));

        assertThat(rate.finished()).containsExactly(new Summary(MINUTE, "a", 15));
        assertThat(rate.finished()).isEmpty();
        assertThat(recorded("a", 1)).isEqualTo(1);
    }

    @Test
    void whatAMinuteCountedIsToldThoughThenNobodyCame() {
        recorded("a", 11);
        now.set(MINUTE.plusSeconds(6000));

        assertThat(rate.finished()).containsExactly(new Summary(MINUTE, "a", 1));
    }

    @Test
    void aNodeThatStopsTellsTheMinuteThatIsNotOver() {
        recorded("a", 12);

        assertThat(rate.all()).containsExactly(new Summary(MINUTE, "a", 2));
    }

    @Test
    void aFloodFromEverywhereIsBoundedTooAndLosesNoDenial() {
        int clients = 50_000;
        int own = IntStream.range(0, clients)
                .map(client -> recorded("client " + client, 2))
                .sum();
        now.set(MINUTE.plusSeconds(60));
        List<Summary> summaries = rate.finished();

        assertThat(own).isEqualTo(600);
        assertThat(summaries).hasSizeLessThanOrEqualTo(1001);
        assertThat(own + summaries.stream().mapToLong(Summary::denials).sum()).isEqualTo(2L * clients);
        assertThat(summaries.getLast().client()).isNull();
    }

    @Test
    void minutesThatNobodyTellsDoNotPileUp() {
        for (int minute = 0; minute < 20; minute++) {
            now.set(MINUTE.plusSeconds(60L * minute));
            for (int client = 0; client < 900; client++) {
                recorded("client " + client, 11);
            }
        }

        assertThat(rate.all()).hasSizeLessThanOrEqualTo(2020);
    }

    private int recorded(String client, int denials) {
        return (int)
                IntStream.range(0, denials).filter(i -> rate.mayRecord(client)).count();
    }
}
