package dev.signalbox.query.server;

import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.query.OnControlPlane;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.Rows;
import dev.signalbox.query.projection.Stamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;

/** What reads would have shown after an event long ago, by the view's own code; what is no event (health) is null. */
@OnControlPlane
public class PastServers {

    private final PastEvents events;

    PastServers(PastEvents events) {
        this.events = events;
    }

    List<ServerView> newestFirst(long position, boolean enabledOnly) {
        Map<Long, ServerView> views = new HashMap<>();
        events.upTo(position, (at, message) -> apply(message, views));
        return views.values().stream()
                .filter(view -> view.enabled() || !enabledOnly)
                .sorted(Comparator.comparing(ServerView::createdAt)
                        .thenComparing(ServerView::id)
                        .reversed())
                .toList();
    }

    public Optional<ServerView> find(ServerId id, long position) {
        Map<Long, ServerView> views = new HashMap<>();
        events.ofAggregate(id.toString(), position, message -> apply(message, views));
        return Optional.ofNullable(views.get(id.value()));
    }

    private static void apply(DomainEventMessage<?> message, Map<Long, ServerView> views) {
        if (message.getPayload() instanceof ServerEvent event) {
            ServerProjection.apply(event, Stamp.of(message), Rows.inMemory(views));
        }
    }
}
