package dev.signalbox.bench;

import static dev.signalbox.bench.Round.median;

import dev.signalbox.bench.Comparison.Measured;
import java.util.List;
import java.util.Locale;

/** Medians, as docs/benchmarks.md shows them. The first target is the upstream itself, the second nginx. */
final class ComparisonTable {

    private static final String ROW = "| %d, %s | %,.0f | %s | %s | %.1f µs | %.1f × | %s | %,.0f MB | %.0f %% |%n";

    private final StringBuilder text = new StringBuilder();

    ComparisonTable(Answer answer) {
        text.append("""
                | %1$s: connections | %2$ss/s | p50 | p99 | CPU per %2$s | × nginx | p50 over straight | resident | others |
                |---|---|---|---|---|---|---|---|---|
                """.formatted(answer, answer.unit));
    }

    void add(int connections, List<Measured> measured) {
        List<Round> straight = measured.get(0).rounds();
        List<Round> nginx = measured.get(1).rounds();
        for (Measured each : measured) {
            List<Round> rounds = each.rounds();
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    connections,
                    each.target().name(),
                    median(rounds, Round::perSecond),
                    time(median(rounds, Round::p50)),
                    time(median(rounds, Round::p99)),
                    median(rounds, Round::processorMicros),
                    median(rounds, Round::processorMicros) / median(nginx, Round::processorMicros),
                    rounds == straight ? "–" : time(median(rounds, Round::p50) - median(straight, Round::p50)),
                    median(rounds, Round::residentMegabytes),
                    100 * median(rounds, Round::others)));
        }
    }

    private static String time(double micros) {
        return Math.abs(micros) < 1000
                ? String.format(Locale.ROOT, "%.0f µs", micros)
                : String.format(Locale.ROOT, "%.1f ms", micros / 1000);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
