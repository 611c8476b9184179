package dev.signalbox.inference.limit;

import java.util.Locale;

/** What is limited. */
public enum Kind {
    REQUESTS("day", 60),
    TOKENS("day", 60),
    USD_PER_DAY("day", 0),
    USD_PER_MONTH("month", 0);

    private final String period;
    private final double secondsToFlowBack;

    Kind(String period, double secondsToFlowBack) {
        this.period = period;
        this.secondsToFlowBack = secondsToFlowBack;
    }

    /** A budget begins anew with its period; the others flow back all the time. */
    boolean isBudget() {
        return secondsToFlowBack == 0;
    }

    String period() {
        return period;
    }

    /** How much of a limit comes back in a second. */
    double perSecond(double limit) {
        return isBudget() ? 0 : limit / secondsToFlowBack;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
