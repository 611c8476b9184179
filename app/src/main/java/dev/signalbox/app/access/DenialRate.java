package dev.signalbox.app.access;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** At most ten recorded denials per client and minute, so that a flood can't fill the audit log. */
final class DenialRate {

    private static final int PER_MINUTE = 10;
    private static final int CLIENTS = 10_000;

    private final Clock clock;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private long minute;

    DenialRate(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayRecord(String client) {
        long now = clock.millis() / 60_000;
        if (now != minute) {
            minute = now;
            counts.clear();
        }
        return counts.size() < CLIENTS && counts.merge(client, 1, Integer::sum) <= PER_MINUTE;
    }
}
