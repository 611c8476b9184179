package dev.signalbox.bench;

import java.util.stream.Stream;

/** Processor time from its making on: of a target, of what has to run beside it, and of the whole machine. */
final class Stopwatch {

    private final ProcessHandle target;
    private final ProcessHandle upstream;
    private final long start = System.nanoTime();
    private final long targetBefore;
    private final long oursBefore;
    private final long machineBefore;

    Stopwatch(ProcessHandle target, ProcessHandle upstream) {
        this.target = target;
        this.upstream = upstream;
        targetBefore = Proc.treeMicros(target);
        oursBefore = ours();
        machineBefore = Proc.machineMicros();
    }

    /** The load is among what this process has waited for. */
    private long ours() {
        return Proc.ownMicros()
                + Stream.of(target, upstream)
                        .distinct()
                        .mapToLong(Proc::treeMicros)
                        .sum();
    }

    Round stop(Wrk.Result load) {
        double others = Proc.machineMicros() - machineBefore - (ours() - oursBefore);
        double machine =
                (System.nanoTime() - start) / 1000.0 * Runtime.getRuntime().availableProcessors();
        return new Round(
                load,
                (Proc.treeMicros(target) - targetBefore) / (double) load.requests(),
                Proc.residentMegabytes(target),
                Math.max(0, others / machine),
                Proc.loadAverage());
    }
}
