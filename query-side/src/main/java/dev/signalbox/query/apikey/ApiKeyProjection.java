package dev.signalbox.query.apikey;

import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.query.projection.Projection;
import dev.signalbox.query.projection.Rows;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("api-keys")
class ApiKeyProjection extends Projection {

    private final Rows<Long, ApiKeyView> rows;

    ApiKeyProjection(EntityManager entities) {
        this.rows = Rows.stored(entities, ApiKeyView.class);
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        if (event instanceof ApiKeyEvent ours) {
            apply(ours, Stamp.of(message), rows);
        }
    }

    @Override
    protected boolean handles(Class<?> eventType) {
        return ApiKeyEvent.class.isAssignableFrom(eventType);
    }

    @Override
    protected boolean namesCauser(Class<?> eventType) {
        return eventType == ApiKeyAdded.class;
    }

    static void apply(ApiKeyEvent event, Stamp stamp, Rows<Long, ApiKeyView> rows) {
        long id = event.apiKeyId().value();
        switch (event) {
            case ApiKeyAdded e -> rows.add(id, new ApiKeyView(e, stamp));
            case ApiKeyUpdated e -> view(e, rows).describe(e.details(), stamp);
            case ApiKeyRotated e -> view(e, rows).rotate(e.secret(), stamp);
            case ApiKeyEnabled e -> view(e, rows).enable(true, stamp);
            case ApiKeyDisabled e -> view(e, rows).enable(false, stamp);
            case ApiKeyDeleted e -> rows.remove(id, view(e, rows));
        }
    }

    private static ApiKeyView view(ApiKeyEvent event, Rows<Long, ApiKeyView> rows) {
        ApiKeyView view = rows.find(event.apiKeyId().value());
        return Objects.requireNonNull(view, () -> event.apiKeyId() + " is not in the view");
    }

    @Override
    protected List<Table> tables() {
        return List.of(new Table("api_key_view"));
    }
}
