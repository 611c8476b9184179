package dev.signalbox.query.audit;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** Who did what when, from where, with what outcome. With a position: an event; without: an act that changed nothing. */
@Entity
@Immutable
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
@NullUnmarked
class AuditEntry {

    private static final int LONGEST = 255;

    @Id
    private String id;

    private Long position;
    private Instant occurredAt;

    @Column(name = "user_name")
    private String user;

    private String authentication;
    private String requestId;
    private String clientAddress;
    private String userAgent;
    private String action;
    private String operation;
    private String entityType;
    private String entityId;
    private String entityName;
    private Long version;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Change> changes;

    private String outcome;
    private String errorCode;
    private String detail;

    /** Names are said outright: the same JSON is the column's and the answer's. */
    record Change(
            @JsonProperty("before") Object before,
            @JsonProperty("after") Object after) {}

    protected AuditEntry() {}

    /** The id is the event's, so that a rebuild makes the same entry again. */
    AuditEntry(DomainEventMessage<?> message, AuditedChange change, Map<String, Change> changes) {
        id = message.getIdentifier();
        position = ((TrackedEventMessage<?>) message).trackingToken().position().orElseThrow();
        occurredAt = message.getTimestamp();
        actor(message.getMetaData());
        action = change.action();
        operation = message.getPayloadType().getSimpleName();
        entityType = change.entityType();
        entityId = change.entityId();
        entityName = change.entityName();
        version = message.getSequenceNumber() + 1;
        this.changes = changes;
        outcome = "done";
    }

    AuditEntry(ActRecorded act) {
        id = UUID.randomUUID().toString();
        // as the database keeps it, or a cursor made of it would not find its place
        occurredAt = act.occurredAt().truncatedTo(ChronoUnit.MICROS);
        actor(act.metadata());
        action = Actions.ofOperation(act.operation());
        operation = cut(act.operation());
        entityType = act.entityType();
        entityId = cut(act.entityId());
        changes = Map.of();
        outcome = act.outcome();
        errorCode = act.errorCode();
        detail = act.detail() == null ? null : act.detail().replace("\0", "");
    }

    private void actor(Map<String, ?> metadata) {
        user = cut(metadata.get(MetadataKeys.USER));
        authentication = cut(metadata.get(MetadataKeys.AUTHENTICATION));
        requestId = cut(metadata.get(MetadataKeys.REQUEST_ID));
        clientAddress = cut(metadata.get(MetadataKeys.CLIENT_ADDRESS));
        userAgent = cut(metadata.get(MetadataKeys.USER_AGENT));
    }

    /** Some of it is what a client sent: however long, it must not keep the entry out of the log. */
    private static String cut(Object value) {
        String text = value == null ? null : value.toString().replace("\0", "");
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    AuditCursor cursor() {
        return new AuditCursor(occurredAt, position == null ? 0 : position, id);
    }
}
