package dev.signalbox.command.token;

import dev.signalbox.command.token.TokenCommand.ChangeTokenLimits;
import dev.signalbox.command.token.TokenCommand.IssueToken;
import dev.signalbox.command.token.TokenCommand.RevokeToken;
import dev.signalbox.command.token.TokenCommand.RotateToken;
import dev.signalbox.command.write.Patch;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenLimitsChanged;
import dev.signalbox.events.token.TokenRevoked;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class TokenTest {

    private static final TokenId ID = new TokenId(1);
    private static final TokenHash HASH = new TokenHash("a", "WXYZ");
    private static final TokenHash NEXT = new TokenHash("b", "wxyz");
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
    private static final TokenTerms TERMS = new TokenTerms(
            new TokenScope(Set.of(Purpose.CHAT), List.of("m")),
            new TokenLimits(60L, null, null, null),
            Map.of("a", "b"),
            LATER);
    private static final TokenIssued ISSUED = new TokenIssued(ID, "n", Set.of(Role.INFERENCE), TERMS, HASH);
    private static final TokenRevoked REVOKED = new TokenRevoked(ID);
    private final FixtureConfiguration<Token> fixture = new AggregateTestFixture<>(Token.class);

    @Test
    void isIssued() {
        fixture.givenNoPriorActivity()
                .when(new IssueToken(ID, "n", Set.of(Role.INFERENCE), TERMS, HASH))
                .expectEvents(ISSUED);
    }

    @Test
    void isRotated() {
        fixture.given(ISSUED)
                .when(new RotateToken(ID, null, NEXT, LATER))
                .expectEvents(new TokenRotated(ID, NEXT, LATER));
    }

    @Test
    void absentLimitsStayAndNullLiftsThem() {
        fixture.given(ISSUED)
                .when(change(Patch.absent(), Patch.absent(), Patch.of(7L)))
                .expectEvents(new TokenLimitsChanged(
                        ID,
                        new TokenTerms(TERMS.scope(), new TokenLimits(7L, null, null, null), TERMS.labels(), LATER)));
        fixture.given(ISSUED)
                .when(change(Patch.of(null), Patch.of(null), Patch.of(null)))
                .expectEvents(new TokenLimitsChanged(
                        ID, new TokenTerms(TokenScope.ALL, TokenLimits.NONE, TERMS.labels(), LATER)));
    }

    @Test
    void nothingHappensWhenNothingChanges() {
        fixture.given(ISSUED)
                .when(change(Patch.of(Set.of(Purpose.CHAT)), Patch.absent(), Patch.of(60L)))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void isRevokedOnce() {
        fixture.given(ISSUED).when(new RevokeToken(ID, null)).expectEvents(REVOKED);
        fixture.given(ISSUED, REVOKED)
                .when(new RevokeToken(ID, null))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void nothingBringsARevokedOneBack() {
        fixture.given(ISSUED, REVOKED)
                .when(new RotateToken(ID, null, NEXT, LATER))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
        fixture.given(ISSUED, REVOKED)
                .when(change(Patch.absent(), Patch.absent(), Patch.of(7L)))
                .expectNoEvents()
                .expectException(Rejection.Conflict.class);
    }

    @Test
    void aStaleVersionIsRefused() {
        fixture.given(ISSUED).when(new RevokeToken(ID, 2L)).expectException(Rejection.StaleVersion.class);
        fixture.given(ISSUED).when(new RotateToken(ID, 0L, NEXT, null)).expectException(Rejection.StaleVersion.class);
    }

    private static ChangeTokenLimits change(
            Patch<Set<Purpose>> purposes, Patch<List<String>> models, Patch<Long> requestsPerMinute) {
        return new ChangeTokenLimits(
                ID,
                null,
                purposes,
                models,
                requestsPerMinute,
                Patch.absent(),
                Patch.absent(),
                Patch.absent(),
                Patch.absent(),
                Patch.absent());
    }
}
