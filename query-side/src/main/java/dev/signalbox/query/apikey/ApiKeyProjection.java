package dev.signalbox.query.apikey;

import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.query.projection.Projection;
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

    private final EntityManager entities;

    ApiKeyProjection(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        if (event instanceof ApiKeyEvent ours) {
            apply(ours, Stamp.of(message));
        }
    }

    private void apply(ApiKeyEvent event, Stamp stamp) {
        switch (event) {
            case ApiKeyAdded e -> entities.persist(new ApiKeyView(e, stamp));
            case ApiKeyUpdated e -> view(e).describe(e.details(), stamp);
            case ApiKeyRotated e -> view(e).rotate(e.secret(), stamp);
            case ApiKeyEnabled e -> view(e).enable(true, stamp);
            case ApiKeyDisabled e -> view(e).enable(false, stamp);
            case ApiKeyDeleted e -> entities.remove(view(e));
        }
    }

    private ApiKeyView view(ApiKeyEvent event) {
        ApiKeyView view = entities.find(ApiKeyView.class, event.apiKeyId().value());
        return Objects.requireNonNull(view, () -> event.apiKeyId() + " is not in the view");
    }

    @Override
    protected List<String> clearing() {
        return List.of("delete from api_key_view");
    }
}
