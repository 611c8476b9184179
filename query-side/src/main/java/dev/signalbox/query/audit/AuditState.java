package dev.signalbox.query.audit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** What an entity looked like after its last event. */
@Entity
@IdClass(AuditState.Key.class)
@NullUnmarked
class AuditState {

    record Key(String entityType, String entityId) {}

    @Id
    private String entityType;

    @Id
    private String entityId;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> fields;

    protected AuditState() {}

    AuditState(Key key) {
        entityType = key.entityType();
        entityId = key.entityId();
    }

    Map<String, Object> fields() {
        return fields;
    }

    void become(Map<String, Object> newFields) {
        fields = newFields;
    }
}
