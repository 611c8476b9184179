package dev.signalbox.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Starts rebuilds or comparisons, or joins those that run, and follows each to its end. */
final class RebuildCommand {

    private static final Duration EVERY = Duration.ofMillis(300);
    private static final int CONFLICT = 409;

    private final ControlPlane controlPlane;
    private final boolean json;
    private final PrintWriter out;

    RebuildCommand(ControlPlane controlPlane, boolean json, PrintWriter out) {
        this.controlPlane = controlPlane;
        this.json = json;
        this.out = out;
    }

    /** @return 0; 1 when rows differ */
    int run(List<String> names, boolean compare) {
        long differing = 0;
        for (String name : names) {
            start(name, compare);
            JsonNode end = follow(name);
            if (json) {
                out.println(end.toPrettyString());
                out.flush();
            }
            String error = end.path("error").asString("");
            if (!error.isEmpty()) {
                throw new Failure("The rebuild of " + name + " has changed nothing: " + error);
            }
            differing += compare ? differing(name, end.path("comparison")) : said(name, end);
        }
        return differing == 0 ? 0 : 1;
    }

    /** Another operator may have started one: both then see the same end. */
    private void start(String name, boolean compare) {
        try {
            controlPlane.post(Projections.path(name) + "/rebuild" + (compare ? "?compare=true" : ""), null);
        } catch (Failure e) {
            if (e.status() != CONFLICT || compare) {
                throw e;
            }
            say("A rebuild of " + name + " is running already.");
        }
    }

    private JsonNode follow(String name) {
        String shown = "";
        while (true) {
            JsonNode status = controlPlane.get(Projections.path(name));
            JsonNode rebuild = status.path("rebuild");
            if (!rebuild.path("finished_at").isNull()
                    && !status.path("state").asString().equals("rebuilding")) {
                return rebuild;
            }
            String progress = progress(name, rebuild);
            if (!progress.equals(shown)) {
                shown = progress;
                say(progress);
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    private static String progress(String name, JsonNode rebuild) {
        JsonNode left = rebuild.path("seconds_left");
        return "%s: %d of %d events, %d per second%s"
                .formatted(
                        name,
                        rebuild.path("events_done").asLong(),
                        rebuild.path("events_total").asLong(),
                        rebuild.path("events_per_second").asLong(),
                        left.isNumber() ? ", " + left.asLong() + " s left" : "");
    }

    private long said(String name, JsonNode end) {
        say("%s is rebuilt from %d events; %d rows were replaced."
                .formatted(
                        name,
                        end.path("events_done").asLong(),
                        end.path("rows_replaced").asLong()));
        return 0;
    }

    private long differing(String name, JsonNode comparison) {
        long differing = comparison.path("differing").asLong();
        say("%s at position %d: %s"
                .formatted(
                        name,
                        comparison.path("position").asLong(),
                        differing == 0 ? "as the events say." : differing + " rows differ."));
        for (JsonNode row : comparison.path("rows")) {
            say("  %s %s: is %s, should be %s"
                    .formatted(
                            row.path("table").asString(),
                            row.path("key"),
                            text(row.path("live")),
                            text(row.path("rebuilt"))));
        }
        return differing;
    }

    private static String text(JsonNode fields) {
        return fields.isEmpty() ? "absent" : fields.toString();
    }

    private void say(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }
}
