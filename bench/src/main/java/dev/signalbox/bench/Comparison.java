package dev.signalbox.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The targets in turns, the other way round every other time, so that what the machine does meanwhile hits all of them. */
final class Comparison {

    private static final int WARM_SECONDS = 60;

    private final GatewayOptions options;
    private final List<Target> targets;
    private final ProcessHandle upstream;
    private final Wrk wrk;
    private long errors;

    record Measured(Target target, List<Round> rounds) {}

    Comparison(GatewayOptions options, List<Target> targets, ProcessHandle upstream, Wrk wrk) {
        this.options = options;
        this.targets = targets;
        this.upstream = upstream;
        this.wrk = wrk;
    }

    /** @return how many requests failed */
    long run() throws IOException, InterruptedException {
        StringBuilder tables = new StringBuilder();
        for (Answer answer : options.answers()) {
            warmUp(answer);
            ComparisonTable table = new ComparisonTable(answer);
            for (int connections : options.connections()) {
                table.add(connections, rounds(answer, connections));
            }
            tables.append('\n').append(table);
        }
        System.out.printf("%s%n%d errors%n", tables, errors);
        return errors;
    }

    private void warmUp(Answer answer) throws IOException, InterruptedException {
        for (Target target : targets) {
            Wrk.Result warm = wrk.atLeast(options.warmUp(answer), WARM_SECONDS, target, answer);
            errors += warm.errors();
            System.out.printf(
                    "%s, %s: warm after %,d %ss in %.0f s, %d errors%n",
                    answer, target.name(), warm.requests(), answer.unit, warm.seconds(), warm.errors());
        }
    }

    private List<Measured> rounds(Answer answer, int connections) throws IOException, InterruptedException {
        List<Measured> measured = targets.stream()
                .map(target -> new Measured(target, new ArrayList<>()))
                .toList();
        for (int i = 0; i < options.rounds(); i++) {
            for (Measured each : i % 2 == 0 ? measured : measured.reversed()) {
                Target target = each.target();
                Stopwatch stopwatch = new Stopwatch(target.process(), upstream);
                Round round = stopwatch.stop(wrk.run(target, answer, connections, options.seconds()));
                each.rounds().add(round);
                errors += round.load().errors();
                System.out.printf(
                        "%s, %d connections, round %d, %s: %,.0f %ss/s, %.1f µs each, %d errors; others %.0f %%, load average %s%n",
                        answer,
                        connections,
                        i + 1,
                        target.name(),
                        round.perSecond(),
                        answer.unit,
                        round.processorMicros(),
                        round.load().errors(),
                        100 * round.others(),
                        round.loadAverage());
            }
        }
        return measured;
    }
}
