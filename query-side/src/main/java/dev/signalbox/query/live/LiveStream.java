package dev.signalbox.query.live;

import dev.signalbox.query.live.Followers.Follower;
import dev.signalbox.query.projection.RunningRebuilds;
import dev.signalbox.query.projection.ViewPositions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One follower's stream: what differs from what it was told last. */
class LiveStream {

    /** Health and rebuilds of other nodes send no signal. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /** Until it has to come back: an end that nobody heard of frees the place. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final ServerHealthMarks healths;
    private final ViewPositions positions;
    private final RunningRebuilds rebuilds;
    private final JsonMapper json;
    private final @Nullable String lastEventId;
    private final long start = System.nanoTime();
    private long lastWritten = start;
    private @Nullable Map<String, Long> told;
    private @Nullable String health;
    private String running = "[]";

    LiveStream(
            ServerHealthMarks healths,
            ViewPositions positions,
            RunningRebuilds rebuilds,
            JsonMapper json,
            @Nullable String lastEventId) {
        this.healths = healths;
        this.positions = positions;
        this.rebuilds = rebuilds;
        this.json = json;
        this.lastEventId = lastEventId;
    }

    void run(Follower follower, OutputStream out) throws IOException, InterruptedException {
        write(out, "retry: 1000\n\n");
        while (follower.goesOn() && age(start) < LIFE.toNanos()) {
            sendPosition(out);
            sendHealth(out);
            sendRebuilds(out);
            if (age(lastWritten) >= HEARTBEAT.toNanos()) {
                write(out, "event: heartbeat\ndata: {}\n\n");
            }
            follower.await(POLL);
        }
    }

    private void sendPosition(OutputStream out) throws IOException {
        Map<String, Long> now = positions.all();
        if (now.equals(told)) {
            return;
        }
        long least = now.values().stream().mapToLong(Long::longValue).min().orElse(0);
        boolean known = told == null && now.values().stream().allMatch(position -> ("" + position).equals(lastEventId));
        told = now;
        if (!known) {
            write(out, "id: " + least + "\nevent: position\ndata: " + json.writeValueAsString(now) + "\n\n");
        }
    }

    private void sendHealth(OutputStream out) throws IOException {
        String now = healths.mark();
        boolean first = health == null;
        if (!now.equals(health)) {
            health = now;
            if (!first) {
                write(out, "event: health\ndata: {}\n\n");
            }
        }
    }

    private void sendRebuilds(OutputStream out) throws IOException {
        String now = json.writeValueAsString(rebuilds.now());
        if (!now.equals(running)) {
            running = now;
            write(out, "event: rebuild\ndata: " + now + "\n\n");
        }
    }

    private static long age(long since) {
        return System.nanoTime() - since;
    }

    private void write(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
        lastWritten = System.nanoTime();
    }
}
