package dev.signalbox.query.apikey;

import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyId;
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

/** What reads would have shown after an event long ago, by the view's own code; what is no event (usage) is null. */
@OnControlPlane
public class PastApiKeys {

    private final PastEvents events;

    PastApiKeys(PastEvents events) {
        this.events = events;
    }

    List<ApiKeyView> newestFirst(long position, boolean enabledOnly) {
        Map<Long, ApiKeyView> views = new HashMap<>();
        events.upTo(position, (at, message) -> apply(message, views));
        return views.values().stream()
                .filter(view -> view.enabled() || !enabledOnly)
                .sorted(Comparator.comparing(ApiKeyView::createdAt)
                        .thenComparing(ApiKeyView::id)
                        .reversed())
                .toList();
    }

    public Optional<ApiKeyView> find(ApiKeyId id, long position) {
        Map<Long, ApiKeyView> views = new HashMap<>();
        events.ofAggregate(id.toString(), position, message -> apply(message, views));
        return Optional.ofNullable(views.get(id.value()));
    }

    private static void apply(DomainEventMessage<?> message, Map<Long, ApiKeyView> views) {
        if (message.getPayload() instanceof ApiKeyEvent event) {
            ApiKeyProjection.apply(event, Stamp.of(message), Rows.inMemory(views));
        }
    }
}
