package dev.signalbox.query.server;

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

@Component
@ProcessingGroup("servers")
class ServerProjection extends Projection {

    private final Rows<Long, ServerView> rows;

    ServerProjection(EntityManager entities) {
        this.rows = Rows.stored(entities, ServerView.class);
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        if (event instanceof ServerEvent ours) {
            apply(ours, Stamp.of(message), rows);
        }
    }

    @Override
    protected boolean handles(Class<?> eventType) {
        return ServerEvent.class.isAssignableFrom(eventType);
    }

    @Override
    protected boolean namesCauser(Class<?> eventType) {
        return eventType == ServerRegistered.class;
    }

    static void apply(ServerEvent event, Stamp stamp, Rows<Long, ServerView> rows) {
        long id = event.serverId().value();
        switch (event) {
            case ServerRegistered e -> rows.add(id, new ServerView(e, stamp));
            case ServerUpdated e -> view(e, rows).describe(e.details(), stamp);
            case ServerCredentialChanged e -> view(e, rows).credential(e.credential(), stamp);
            case ServerEnabled e -> view(e, rows).enable(true, stamp);
            case ServerDisabled e -> view(e, rows).enable(false, stamp);
            case ServerRemoved e -> rows.remove(id, view(e, rows));
        }
    }

    private static ServerView view(ServerEvent event, Rows<Long, ServerView> rows) {
        ServerView view = rows.find(event.serverId().value());
        return Objects.requireNonNull(view, () -> event.serverId() + " is not in the view");
    }

    @Override
    protected List<Table> tables() {
        return List.of(new Table("server_view"));
    }
}
