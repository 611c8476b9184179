package dev.signalbox.query.activeprovider;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.query.projection.Projection;
import dev.signalbox.query.projection.Rows;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.springframework.stereotype.Component;

/** Handles servers and keys, too: the routing table must be of one position, and one processor has one. */
@Component
@ProcessingGroup("active-providers")
class ActiveProviderProjection extends Projection {

    private final Rows<String, ActiveProviderView> rows;
    private final Rows<ProviderRef, RoutableProvider> providers;

    ActiveProviderProjection(EntityManager entities) {
        this.rows = Rows.stored(entities, ActiveProviderView.class);
        this.providers = Rows.stored(entities, RoutableProvider.class);
    }

    @Override
    protected boolean handles(Class<?> eventType) {
        return namesCauser(eventType)
                || ServerEvent.class.isAssignableFrom(eventType)
                || ApiKeyEvent.class.isAssignableFrom(eventType);
    }

    @Override
    protected boolean namesCauser(Class<?> eventType) {
        return ActiveProviderEvent.class.isAssignableFrom(eventType);
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        switch (event) {
            case ActiveProviderEvent e -> apply(e, Stamp.of(message), rows);
            case ServerEvent e -> apply(e);
            case ApiKeyEvent e -> apply(e);
            default -> {}
        }
    }

    static void apply(ActiveProviderEvent event, Stamp stamp, Rows<String, ActiveProviderView> rows) {
        String purpose = event.purpose().wireName();
        switch (event) {
            case ActiveProviderSet e -> {
                ActiveProviderView view = rows.find(purpose);
                if (view == null) {
                    rows.add(purpose, new ActiveProviderView(e, stamp));
                } else {
                    view.set(e, stamp);
                }
            }
            case ActiveProviderCleared e -> rows.remove(purpose, Objects.requireNonNull(rows.find(purpose)));
        }
    }

    private void apply(ServerEvent event) {
        switch (event) {
            case ServerRegistered e -> add(new RoutableProvider(e));
            case ServerUpdated e -> provider(e).describe(e.details());
            case ServerCredentialChanged e -> provider(e).secret(e.credential());
            case ServerEnabled e -> provider(e).enable(true);
            case ServerDisabled e -> provider(e).enable(false);
            case ServerRemoved e -> remove(provider(e));
        }
    }

    private void apply(ApiKeyEvent event) {
        switch (event) {
            case ApiKeyAdded e -> add(new RoutableProvider(e));
            case ApiKeyUpdated e -> provider(e).describe(e.details());
            case ApiKeyRotated e -> provider(e).secret(e.secret());
            case ApiKeyEnabled e -> provider(e).enable(true);
            case ApiKeyDisabled e -> provider(e).enable(false);
            case ApiKeyDeleted e -> remove(provider(e));
        }
    }

    private void add(RoutableProvider provider) {
        providers.add(provider.ref(), provider);
    }

    private void remove(RoutableProvider provider) {
        providers.remove(provider.ref(), provider);
    }

    private RoutableProvider provider(ServerEvent event) {
        return provider(new ProviderRef(ProviderType.AI_SERVER, event.serverId().value()));
    }

    private RoutableProvider provider(ApiKeyEvent event) {
        return provider(new ProviderRef(ProviderType.API_KEY, event.apiKeyId().value()));
    }

    private RoutableProvider provider(ProviderRef ref) {
        return Objects.requireNonNull(providers.find(ref), () -> ref + " is not in the routing table");
    }

    @Override
    protected List<Table> tables() {
        return List.of(new Table("active_provider"), new Table("routable_provider"));
    }
}
