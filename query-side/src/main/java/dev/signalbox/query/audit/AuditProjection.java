package dev.signalbox.query.audit;

import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.imported.ImportEvent;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.query.projection.AddedRows;
import dev.signalbox.query.projection.Projection;
import dev.signalbox.query.projection.Rows;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("audit")
class AuditProjection extends Projection {

    private final Consumer<AuditEntry> entries;
    private final Rows<AuditState.Key, AuditState> states;

    AuditProjection(EntityManager entities) {
        this.entries = AddedRows.stored(entities);
        this.states = Rows.stored(entities, AuditState.class);
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
        entries.accept(new AuditEntry(message, change, Difference.between(fields(state), after)));
        if (state == null && change.fields() != null) {
            state = new AuditState(key(change));
            state.become(after);
            states.add(key(change), state);
        } else if (state != null && change.fields() != null) {
            state.become(after);
        } else if (state != null) {
            states.remove(key(change), state);
        }
    }

    private @Nullable AuditState state(String entityType, String entityId) {
        return states.find(new AuditState.Key(entityType, entityId));
    }

    private static AuditState.Key key(AuditedChange change) {
        return new AuditState.Key(change.entityType(), change.entityId());
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
