package dev.signalbox.app.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Starts a re-wrap, or joins the one that runs, and follows it to its end. */
final class RewrapCommand {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int CONFLICT = 409;

    private final ControlPlane controlPlane;
    private final String ring;
    private final boolean json;
    private final PrintWriter out;

    RewrapCommand(ControlPlane controlPlane, String ring, boolean json, PrintWriter out) {
        this.controlPlane = controlPlane;
        this.ring = ring;
        this.json = json;
        this.out = out;
    }

    int run() {
        start();
        JsonNode progress = progress();
        say("It goes on without this command, too. To stop it: DELETE " + ring + "/rewrap");
        long shown = -1;
        while (state(progress).equals("running")) {
            long done = progress.path("done").asLong();
            if (done != shown) {
                shown = done;
                say("%d of %d, %d per second"
                        .formatted(
                                done,
                                progress.path("total").asLong(),
                                progress.path("per_second").asLong()));
            }
            LockSupport.parkNanos(EVERY.toNanos());
            progress = progress();
        }
        return end(progress);
    }

    /** Another operator may have started one: both then see the same end. */
    private void start() {
        try {
            controlPlane.post(ring + "/rewrap", null);
        } catch (Failure e) {
            if (e.status() != CONFLICT || !state(progress()).equals("running")) {
                throw e;
            }
        }
    }

    private int end(JsonNode progress) {
        if (json) {
            out.println(progress.toPrettyString());
            out.flush();
        }
        if (state(progress).equals("done")) {
            say("Done: %d re-wrapped. Then: signalbox keys list, and retire what wraps nothing any more."
                    .formatted(progress.path("done").asLong()));
            return 0;
        }
        String error = progress.path("error").asString("");
        throw new Failure("The re-wrap is " + state(progress) + (error.isEmpty() ? "." : ": " + error));
    }

    private JsonNode progress() {
        return controlPlane.get(ring).path("rewrap");
    }

    private static String state(JsonNode progress) {
        return progress.path("state").asString("unknown");
    }

    private void say(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }
}
