package dev.signalbox.query.audit;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
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

    /** Raised when a field gets another meaning; new fields alone don't. */
    static final int SCHEMA_VERSION = 2;

    private static final Set<String> DENYING = Set.of("refused", "denied");

    @Id
    private String id;

    private Long position;

    @JsonIgnore
    private Long actNumber;

    private Instant occurredAt;
    private Instant recordedAt;

    @Embedded
    @JsonUnwrapped
    private Origin origin;

    @Embedded
    @JsonUnwrapped
    private Provenance provenance;

    private String action;
    private String operation;
    private String entityType;
    private String entityId;
    private String entityName;
    private Long versionBefore;
    private Long version;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Change> changes;

    private String decision;
    private String reason;
    private String outcome;
    private String errorCode;
    private String detail;
    private long occurrences;
    private int schemaVersion;

    protected AuditEntry() {}

    /** All of it is the event's, so that a rebuild makes the same entry again. */
    AuditEntry(DomainEventMessage<?> message, AuditedChange change, Map<String, Change> changes) {
        id = message.getIdentifier();
        position = ((TrackedEventMessage<?>) message).trackingToken().position().orElseThrow();
        occurredAt = message.getTimestamp();
        // an event is on record with the transaction that it happens in
        recordedAt = occurredAt;
        origin = new Origin(message.getMetaData());
        provenance = new Provenance(message.getMetaData());
        action = change.action();
        operation = message.getPayloadType().getSimpleName();
        entityType = change.entityType();
        entityId = change.entityId();
        entityName = change.entityName();
        versionBefore = message.getSequenceNumber();
        version = versionBefore + 1;
        this.changes = changes;
        outcome = "done";
        decide(null, message.getMetaData());
    }

    AuditEntry(ActRecorded act, Instant now, long number) {
        id = UUID.randomUUID().toString();
        actNumber = number;
        // as the database keeps it, or a cursor made of it would not find its place
        occurredAt = act.occurredAt().truncatedTo(ChronoUnit.MICROS);
        recordedAt = now.truncatedTo(ChronoUnit.MICROS);
        origin = new Origin(act.metadata());
        provenance = new Provenance(act.metadata());
        action = Texts.cut(Actions.ofOperation(act.operation()));
        operation = Texts.cut(act.operation());
        entityType = act.entityType();
        entityId = Texts.cut(act.entityId());
        changes = Map.of();
        outcome = act.outcome();
        errorCode = act.errorCode();
        detail = Texts.clean(act.detail());
        decide(detail == null ? errorCode : detail, act.metadata());
        occurrences = act.occurrences();
    }

    private void decide(String whyNot, Map<String, ?> metadata) {
        boolean denied = DENYING.contains(outcome);
        decision = denied ? "deny" : "allow";
        Object roles = metadata.get(MetadataKeys.ROLES);
        reason = denied ? whyNot : roles == null ? null : "has the roles " + roles;
        schemaVersion = SCHEMA_VERSION;
        occurrences = 1;
    }

    AuditCursor cursor(AuditCursor.Direction direction) {
        return new AuditCursor(direction, occurredAt, position == null ? 0 : position, id);
    }

    Long position() {
        return position;
    }

    Long actNumber() {
        return actNumber;
    }

    String id() {
        return id;
    }

    Origin origin() {
        return origin;
    }

    /** Null as JPA reads it when all of it is. */
    Provenance provenance() {
        return provenance == null ? new Provenance() : provenance;
    }

    Instant occurredAt() {
        return occurredAt;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    String action() {
        return action;
    }

    String operation() {
        return operation;
    }

    String entityType() {
        return entityType;
    }

    String entityId() {
        return entityId;
    }

    String entityName() {
        return entityName;
    }

    Long version() {
        return version;
    }

    Long versionBefore() {
        return versionBefore;
    }

    Map<String, Change> changes() {
        return changes;
    }

    String decision() {
        return decision;
    }

    String reason() {
        return reason;
    }

    String outcome() {
        return outcome;
    }

    String errorCode() {
        return errorCode;
    }

    String detail() {
        return detail;
    }

    long occurrences() {
        return occurrences;
    }

    int schemaVersion() {
        return schemaVersion;
    }

    /** The action, or for what is named by method and path (a denied request) the outcome. */
    String typeName() {
        return action.matches("[a-z_]+") ? action : outcome;
    }
}
