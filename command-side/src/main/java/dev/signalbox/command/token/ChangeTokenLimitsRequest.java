package dev.signalbox.command.token;

import dev.signalbox.command.token.TokenCommand.ChangeTokenLimits;
import dev.signalbox.command.write.Name;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.TokenId;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client wants changed of a token; null lifts a limit. */
record ChangeTokenLimitsRequest(
        Patch<Set<@NotNull Purpose>> purposes,
        Patch<@Size(max = 100) List<@NotNull @ModelPattern String>> models,
        Patch<@Positive Long> requestsPerMinute,
        Patch<@Positive Long> tokensPerMinute,
        Patch<@PositiveOrZero @Digits(integer = 9, fraction = 4) BigDecimal> budgetUsdPerDay,
        Patch<@PositiveOrZero @Digits(integer = 9, fraction = 4) BigDecimal> budgetUsdPerMonth,
        Patch<@Size(max = 32) Map<@NotNull @Name String, @NotNull @Name String>> labels,
        Patch<Instant> expiresAt) {

    ChangeTokenLimits command(TokenId id, @Nullable Long expectedVersion) {
        return new ChangeTokenLimits(
                id,
                expectedVersion,
                purposes,
                models,
                requestsPerMinute,
                tokensPerMinute,
                budgetUsdPerDay.map(IssueTokenRequest::places),
                budgetUsdPerMonth.map(IssueTokenRequest::places),
                labels,
                expiresAt);
    }
}
