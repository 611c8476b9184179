package dev.signalbox.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry in an envelope of <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 * 1.0</a>, structured mode.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        @Nullable String subject,
        Instant time,
        String datacontenttype,
        AuditEntry data) {

    static CloudEvent of(AuditEntry entry) {
        String subject = entry.entityType() == null ? null : entry.entityType() + "/" + entry.entityId();
        return new CloudEvent(
                "1.0",
                entry.id(),
                "/api/v1/llm-config/audit",
                "dev.signalbox.audit." + entry.typeName(),
                subject,
                entry.occurredAt(),
                "application/json",
                entry);
    }
}
