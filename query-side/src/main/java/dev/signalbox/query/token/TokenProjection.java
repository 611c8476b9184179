package dev.signalbox.query.token;

import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimitsChanged;
import dev.signalbox.events.token.TokenRevoked;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.query.projection.Projection;
import dev.signalbox.query.projection.Rows;
import dev.signalbox.query.projection.Stamp;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.springframework.stereotype.Component;

@Component
@ProcessingGroup("tokens")
class TokenProjection extends Projection {

    private final Rows<Long, TokenView> rows;

    TokenProjection(EntityManager entities) {
        this.rows = Rows.stored(entities, TokenView.class);
    }

    @Override
    protected void apply(Object event, DomainEventMessage<?> message) {
        if (event instanceof TokenEvent ours) {
            long position = ((TrackedEventMessage<?>) message)
                    .trackingToken()
                    .position()
                    .orElseThrow();
            apply(ours, Stamp.of(message), position, rows);
        }
    }

    @Override
    protected boolean handles(Class<?> eventType) {
        return TokenEvent.class.isAssignableFrom(eventType);
    }

    @Override
    protected boolean namesCauser(Class<?> eventType) {
        return eventType == TokenIssued.class;
    }

    static void apply(TokenEvent event, Stamp stamp, long position, Rows<Long, TokenView> rows) {
        switch (event) {
            case TokenIssued e -> rows.add(e.tokenId().value(), new TokenView(e, stamp, position));
            case TokenRotated e -> view(e, rows).rotate(e.hash(), e.previousValidUntil(), stamp, position);
            case TokenLimitsChanged e -> view(e, rows).limit(e.terms(), stamp, position);
            case TokenRevoked e -> view(e, rows).revoke(stamp, position);
        }
    }

    private static TokenView view(TokenEvent event, Rows<Long, TokenView> rows) {
        TokenView view = rows.find(event.tokenId().value());
        return Objects.requireNonNull(view, () -> event.tokenId() + " is not in the view");
    }

    @Override
    protected List<Table> tables() {
        return List.of(new Table("token_view"));
    }
}
