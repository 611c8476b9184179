package dev.signalbox.inference.limit;

import java.util.EnumMap;
import java.util.Map;

/** What all nodes have used, without a database, which can be away. Nothing flows back by itself. */
final class MemoryAllowances implements Allowances {

    private final Map<Kind, Double> used = new EnumMap<>(Kind.class);
    private boolean away;

    synchronized void away(boolean now) {
        away = now;
    }

    synchronized double used(Kind kind) {
        return used.getOrDefault(kind, 0.0);
    }

    synchronized void use(Kind kind, double amount) {
        used.merge(kind, amount, Double::sum);
    }

    @Override
    public synchronized Answer take(Ask ask) {
        if (away) {
            throw new IllegalStateException("The database is away");
        }
        double base = used(ask.kind());
        double granted = Math.min(ask.wanted(), Math.max(0, ask.limit() - base - ask.spent()));
        double after = Math.max(0, base + ask.spent() + granted);
        used.put(ask.kind(), after);
        return new Answer(after, granted, 3600);
    }
}
