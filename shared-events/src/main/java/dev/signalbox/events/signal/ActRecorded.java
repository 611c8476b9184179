package dev.signalbox.events.signal;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked for and did not happen, or an act that changes nothing but must be on record (a secret read).
 * The audit log keeps it, in a transaction of its own. One that is {@code done} must not happen when publishing this throws.
 *
 * @param operation the command's or the act's name, as {@code RegisterServer}
 * @param entityType {@code server}, {@code api_key}, {@code active_provider}, or null when none is meant
 * @param outcome {@code refused}, {@code failed}, {@code denied} or {@code done}
 * @param errorCode the kebab-case name of the rule, as {@code name-taken}
 * @param metadata who, from where: the keys of {@link MetadataKeys}
 * @param occurrences how many acts the entry stands for, 1 for one that is no summary
 */
public record ActRecorded(
        Instant occurredAt,
        String operation,
        @Nullable String entityType,
        @Nullable String entityId,
        String outcome,
        @Nullable String errorCode,
        @Nullable String detail,
        Map<String, String> metadata,
        long occurrences) {

    public ActRecorded(
            Instant occurredAt,
            String operation,
            @Nullable String entityType,
            @Nullable String entityId,
            String outcome,
            @Nullable String errorCode,
            @Nullable String detail,
            Map<String, String> metadata) {
        this(occurredAt, operation, entityType, entityId, outcome, errorCode, detail, metadata, 1);
    }
}
