package dev.signalbox.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one target did with one number of connections for some seconds.
 *
 * @param processorMicros of the target and its children, by request
 * @param others the share of the machine that neither target nor upstream nor load took
 */
record Round(Wrk.Result load, double processorMicros, double residentMegabytes, double others, String loadAverage) {

    double perSecond() {
        return load.requests() / load.seconds();
    }

    double p50() {
        return load.p50();
    }

    double p99() {
        return load.p99();
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
