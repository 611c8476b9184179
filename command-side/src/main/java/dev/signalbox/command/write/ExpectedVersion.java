package dev.signalbox.command.write;

import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/** The version that {@code If-Match} names against the aggregate's: the number of its events. */
public final class ExpectedVersion {

    private ExpectedVersion() {}

    /** To be called in a command handler of an aggregate that exists. */
    public static void require(@Nullable Long expected) {
        long actual = AggregateLifecycle.getVersion() + 1;
        if (expected != null && expected != actual) {
            throw new Rejection.StaleVersion(expected, actual);
        }
    }
}
