package dev.signalbox.app.access;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many denials get an entry of their own: ten per client and minute, and not more than 600 of all clients, so that a
 * flood can't fill the disk, from wherever it comes. The others are counted, per client as long as these are few, and
 * told as one number when their minute is over.
 */
final class DenialRate {

    private static final int PER_CLIENT = 10;
    private static final int PER_MINUTE = 600;
    private static final int CLIENTS = 1000;
    private static final int SUMMARIES = 2 * CLIENTS;

    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private final List<Summary> finished = new ArrayList<>();
    private long minute;
    private int recorded;
    private long others;

    /** @param client null for all those that were too many to be told apart */
    record Summary(Instant minute, @Nullable String client, long denials) {}

    private static final class Count {
        int own;
        long more;
    }

    DenialRate(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayRecord(String client) {
        turn(clock.millis() / 60_000);
        Count count = counts.size() < CLIENTS ? counts.computeIfAbsent(client, c -> new Count()) : counts.get(client);
        if (count == null) {
            others++;
            return false;
        }
        if (count.own < PER_CLIENT && recorded < PER_MINUTE) {
            count.own++;
            recorded++;
            return true;
        }
        count.more++;
        return false;
    }

    /** What is to be told of minutes that are over; each is told once. */
    synchronized List<Summary> finished() {
        turn(clock.millis() / 60_000);
        return take();
    }

    /** And of the minute that is not: when nobody will ask again. */
    synchronized List<Summary> all() {
        turn(-1);
        return take();
    }

    private List<Summary> take() {
        List<Summary> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    private void turn(long now) {
        if (now == minute) {
            return;
        }
        Instant start = Instant.ofEpochSecond(minute * 60);
        counts.forEach((client, count) -> {
            if (count.more > 0 && finished.size() < SUMMARIES) {
                finished.add(new Summary(start, client, count.more));
            } else {
                others += count.more;
            }
        });
        if (others > 0) {
            finished.add(new Summary(start, null, others));
        }
        counts.clear();
        recorded = 0;
        others = 0;
        minute = now;
    }
}
