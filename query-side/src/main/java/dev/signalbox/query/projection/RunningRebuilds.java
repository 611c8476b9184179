package dev.signalbox.query.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rebuilds and comparisons that run on this node, for who watches them. */
@Component
public class RunningRebuilds {

    private final Rebuilds rebuilds;

    RunningRebuilds(Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
    }

    /** @param secondsLeft null until there is a speed to tell it from */
    public record Running(
            String name,
            long eventsDone,
            long eventsTotal,
            long eventsPerSecond,
            @Nullable Long secondsLeft) {}

    public List<Running> now() {
        return rebuilds.running().entrySet().stream()
                .map(entry -> running(entry.getKey(), entry.getValue().snapshot()))
                .toList();
    }

    private static Running running(String name, RebuildProgress.Snapshot snapshot) {
        return new Running(
                name,
                snapshot.eventsDone(),
                snapshot.eventsTotal(),
                snapshot.eventsPerSecond(),
                snapshot.secondsLeft());
    }
}
