package dev.signalbox.query.audit;

import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.imported.ImportEvent;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.query.projection.Projection;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("audit")
class AuditProjection extends Projection {

    private final EntityManager entities;

    AuditProjection(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        switch (event) {
            case ServerEvent e -> {
                AuditState state = state("server", "" + e.serverId().value());
                record(message, state, AuditedChange.of(e, fields(state)));
            }
            case ApiKeyEvent e -> {
                AuditState state = state("api_key", "" + e.apiKeyId().value());
                record(message, state, AuditedChange.of(e, fields(state)));
            }
            case ActiveProviderEvent e ->
                record(message, state("active_provider", e.purpose().wireName()), AuditedChange.of(e));
            case TokenEvent e -> {
                AuditState state = state("token", "" + e.tokenId().value());
                record(message, state, AuditedToken.of(e, fields(state)));
            }
            case ImportEvent e -> {
                AuditState state = state(ImportedHistory.ENTITY, e.source());
                record(message, state, ImportedHistory.change(e));
            }
            default -> {}
        }
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
    protected List<Table> tables() {
        // entries without a position don't come from events and can't come back
        return List.of(new Table("audit_entry", "position is not null"), new Table("audit_state"));
    }
}
