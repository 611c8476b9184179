package dev.signalbox.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event that is parked for one view.
 *
 * @param aggregate whose events are parked from the first one on that failed; they are applied in order or not at all
 * @param place in the order of the aggregate's parked events
 * @param cause why it could not be applied; null when it only waits for those before it
 * @param retries how often it was tried again in vain
 * @param payload the event as it is stored, and who caused it; only when one letter is asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeadLetter(
        String id,
        long position,
        String aggregate,
        long place,
        String eventType,
        String eventId,
        Instant occurredAt,
        Instant parkedAt,
        Instant lastTriedAt,
        @Nullable String cause,
        long retries,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode payload,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode metaData) {}
