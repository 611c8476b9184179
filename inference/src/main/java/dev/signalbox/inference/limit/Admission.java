package dev.signalbox.inference.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a request of a limited client may go on, and what its client is told about its limits. */
public record Admission(
        @Nullable Standing requests,
        @Nullable Standing tokens,
        @Nullable Refusal refusal) {

    /**
     * @param unchecked the limit may not be reached, but nobody knows: the database is away, and what may be used without
     *     it is used up
     */
    public record Refusal(Kind kind, Duration retryAfter, boolean unchecked) {}
}
