package dev.signalbox.command.token;

import dev.signalbox.command.write.Patch;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** All that can be asked of a token. {@code expectedVersion} is what {@code If-Match} names, null for any. */
public sealed interface TokenCommand {

    record IssueToken(
            @TargetAggregateIdentifier TokenId tokenId, String name, Set<Role> roles, TokenTerms terms, TokenHash hash)
            implements TokenCommand {}

    /** @param previousValidUntil how long the token before goes on, null for not at all */
    record RotateToken(
            @TargetAggregateIdentifier TokenId tokenId,
            @Nullable Long expectedVersion,
            TokenHash hash,
            @Nullable Instant previousValidUntil)
            implements TokenCommand {}

    /** A partial update: absent fields stay, null lifts the limit. */
    record ChangeTokenLimits(
            @TargetAggregateIdentifier TokenId tokenId,
            @Nullable Long expectedVersion,
            Patch<Set<Purpose>> purposes,
            Patch<List<String>> models,
            Patch<Long> requestsPerMinute,
            Patch<Long> tokensPerMinute,
            Patch<BigDecimal> budgetUsdPerDay,
            Patch<BigDecimal> budgetUsdPerMonth,
            Patch<Map<String, String>> labels,
            Patch<Instant> expiresAt)
            implements TokenCommand {

        TokenTerms over(TokenTerms now) {
            var scope = new TokenScope(
                    purposes.present() && purposes.value() == null
                            ? Set.of()
                            : purposes.orKeep(now.scope().purposes()),
                    models.present() && models.value() == null
                            ? List.of()
                            : models.orKeep(now.scope().models()));
            var limits = new TokenLimits(
                    requestsPerMinute.over(now.limits().requestsPerMinute()),
                    tokensPerMinute.over(now.limits().tokensPerMinute()),
                    budgetUsdPerDay.over(now.limits().budgetUsdPerDay()),
                    budgetUsdPerMonth.over(now.limits().budgetUsdPerMonth()));
            Map<String, String> labelled =
                    labels.present() && labels.value() == null ? Map.of() : labels.orKeep(now.labels());
            return new TokenTerms(scope, limits, labelled, expiresAt.over(now.expiresAt()));
        }
    }

    record RevokeToken(
            @TargetAggregateIdentifier TokenId tokenId,
            @Nullable Long expectedVersion) implements TokenCommand {}
}
