package dev.signalbox.query.server;

import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.query.projection.Projection;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("servers")
class ServerProjection extends Projection {

    private final EntityManager entities;

    ServerProjection(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        if (event instanceof ServerEvent ours) {
            apply(ours, Stamp.of(message));
        }
    }

    private void apply(ServerEvent event, Stamp stamp) {
        switch (event) {
            case ServerRegistered e -> entities.persist(new ServerView(e, stamp));
            case ServerUpdated e -> view(e).describe(e.details(), stamp);
            case ServerCredentialChanged e -> view(e).credential(e.credential(), stamp);
            case ServerEnabled e -> view(e).enable(true, stamp);
            case ServerDisabled e -> view(e).enable(false, stamp);
            case ServerRemoved e -> entities.remove(view(e));
        }
    }

    private ServerView view(ServerEvent event) {
        ServerView view = entities.find(ServerView.class, event.serverId().value());
        return Objects.requireNonNull(view, () -> event.serverId() + " is not in the view");
    }

    @Override
    protected List<String> clearing() {
        return List.of("delete from server_view");
    }
}
