package dev.signalbox.command.token;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.signalbox.command.token.TokenCommand.ChangeTokenLimits;
import dev.signalbox.command.token.TokenCommand.IssueToken;
import dev.signalbox.command.token.TokenCommand.RevokeToken;
import dev.signalbox.command.token.TokenCommand.RotateToken;
import dev.signalbox.command.write.ExpectedVersion;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimitsChanged;
import dev.signalbox.events.token.TokenRevoked;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.events.token.TokenTerms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

/** One token, of an operator or an application. Once revoked it stays so: no command and no restore brings it back. */
@Aggregate
@NullUnmarked // Axon builds it empty and fills it from events
class Token {

    @AggregateIdentifier
    private TokenId id;

    private TokenTerms terms;
    private boolean revoked;

    Token() {}

    @CommandHandler
    Token(IssueToken c) {
        apply(new TokenIssued(c.tokenId(), c.name(), c.roles(), c.terms(), c.hash()));
    }

    @CommandHandler
    void handle(RotateToken command) {
        ExpectedVersion.require(command.expectedVersion());
        requireLive();
        apply(new TokenRotated(id, command.hash(), command.previousValidUntil()));
    }

    @CommandHandler
    void handle(ChangeTokenLimits command) {
        ExpectedVersion.require(command.expectedVersion());
        requireLive();
        TokenTerms changed = command.over(terms);
        if (!changed.equals(terms)) {
            apply(new TokenLimitsChanged(id, changed));
        }
    }

    /** Whoever revokes twice wants it gone, and it is. */
    @CommandHandler
    void handle(RevokeToken command) {
        ExpectedVersion.require(command.expectedVersion());
        if (!revoked) {
            apply(new TokenRevoked(id));
        }
    }

    private void requireLive() {
        if (revoked) {
            throw new Rejection.Conflict("token-revoked", "token " + id.value() + " is revoked. Issue another one.");
        }
    }

    @EventSourcingHandler
    void on(TokenIssued event) {
        id = event.tokenId();
        terms = event.terms();
    }

    @EventSourcingHandler
    void on(TokenLimitsChanged event) {
        terms = event.terms();
    }

    @EventSourcingHandler
    void on(TokenRevoked event) {
        revoked = true;
    }
}
