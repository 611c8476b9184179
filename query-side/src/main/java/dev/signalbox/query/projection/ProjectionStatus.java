package dev.signalbox.query.projection;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection is.
 *
 * @param lag how many events the view is behind
 * @param error why the last batch on this node was rolled back; it is tried again
 * @param state {@code rebuilding} whatever node does it
 * @param rebuild the last one that was started on this node, or the last comparison
 */
record ProjectionStatus(
        String name,
        long position,
        long head,
        long lag,
        State state,
        @Nullable String error,
        RebuildProgress.@Nullable Snapshot rebuild) {

    enum State {
        @JsonProperty("live")
        LIVE,
        @JsonProperty("rebuilding")
        REBUILDING,
        @JsonProperty("failed")
        FAILED
    }
}
