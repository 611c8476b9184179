package dev.signalbox.command.write;

import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/** The version that {@code If-Match} names against the aggregate's: the number of its events. */
public final class ExpectedVersion {

    private ExpectedVersion() {}

    /** To be called in a command handler; an aggregate without events has version 0. */
    public static void require(@Nullable Long expected) {
        @Nullable Long lastSequenceNumber = AggregateLifecycle.getVersion();
        long actual = lastSequenceNumber == null ? 0 : lastSequenceNumber + 1;
        if (expected != null && expected != actual) {
            throw new Rejection.StaleVersion(expected, actual);
        }
    }
}
