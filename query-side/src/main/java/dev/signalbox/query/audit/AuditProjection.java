package dev.signalbox.query.audit;

import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.query.projection.Projection;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("audit")
class AuditProjection extends Projection {

    private final EntityManager entities;

    AuditProjection(EntityManager entities) {
        this.entities = entities;
    }

    @EventHandler
    void on(ServerEvent event, DomainEventMessage<?> message) {
        AuditState state = state("server", "" + event.serverId().value());
        record(message, state, AuditedChange.of(event, fields(state)));
    }

    @EventHandler
    void on(ApiKeyEvent event, DomainEventMessage<?> message) {
        AuditState state = state("api_key", "" + event.apiKeyId().value());
        record(message, state, AuditedChange.of(event, fields(state)));
    }

    @EventHandler
    void on(ActiveProviderEvent event, DomainEventMessage<?> message) {
        AuditState state = state("active_provider", event.purpose().wireName());
        record(message, state, AuditedChange.of(event));
    }

    private void record(DomainEventMessage<?> message, @Nullable AuditState state, AuditedChange change) {
        Map<String, Object> after = change.fields() == null ? Map.of() : change.fields();
        entities.persist(new AuditEntry(message, change, Difference.between(fields(state), after)));
        if (state == null && change.fields() != null) {
            state = new AuditState(new AuditState.Key(change.entityType(), change.entityId()));
            state.become(after);
            entities.persist(state);
        } else if (state != null && change.fields() != null) {
            state.become(after);
        } else if (state != null) {
            entities.remove(state);
        }
    }

    private @Nullable AuditState state(String entityType, String entityId) {
        return entities.find(AuditState.class, new AuditState.Key(entityType, entityId));
    }

    private static Map<String, Object> fields(@Nullable AuditState state) {
        return state == null ? Map.of() : state.fields();
    }

    @Override
    protected List<String> clearing() {
        // entries without a position don't come from events and can't come back
        return List.of("delete from audit_entry where position is not null", "delete from audit_state");
    }
}
