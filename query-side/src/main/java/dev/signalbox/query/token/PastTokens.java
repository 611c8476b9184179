package dev.signalbox.query.token;

import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.events.token.TokenId;
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

/** What reads would have shown after an event long ago, by the view's own code. */
@OnControlPlane
public class PastTokens {

    private final PastEvents events;

    PastTokens(PastEvents events) {
        this.events = events;
    }

    List<TokenView> newestFirst(long position, boolean revoked) {
        Map<Long, TokenView> views = new HashMap<>();
        events.upTo(position, (at, message) -> apply(message, views));
        return views.values().stream()
                .filter(view -> revoked || !view.revoked())
                .sorted(Comparator.comparing(TokenView::createdAt)
                        .thenComparing(TokenView::id)
                        .reversed())
                .toList();
    }

    Optional<TokenView> find(TokenId id, long position) {
        Map<Long, TokenView> views = new HashMap<>();
        events.ofAggregate(id.toString(), position, message -> apply(message, views));
        return Optional.ofNullable(views.get(id.value()));
    }

    private static void apply(DomainEventMessage<?> message, Map<Long, TokenView> views) {
        if (message.getPayload() instanceof TokenEvent event) {
            TokenProjection.apply(event, Stamp.of(message), 0, Rows.inMemory(views));
        }
    }
}
