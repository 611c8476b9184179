package dev.signalbox.query.projection;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection is.
 *
 * @param lag how many events the view is behind
 * @param parked events that it could not apply, and those of the same aggregates behind them
 * @param error why the last batch on this node was rolled back; it is tried again
 * @param state {@code rebuilding} whatever node does it
 * @param rebuild the last one, or the last comparison, on whatever node
 */
public record ProjectionStatus(
        String name,
        long position,
        long head,
        long lag,
        long parked,
        State state,
        @Nullable String error,
        RebuildProgress.@Nullable Snapshot rebuild) {

    /** What it is doing. */
    public enum State {
        @JsonProperty("live")
        LIVE,
        @JsonProperty("rebuilding")
        REBUILDING,
        @JsonProperty("failed")
        FAILED
    }
}
