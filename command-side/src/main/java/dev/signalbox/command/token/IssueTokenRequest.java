package dev.signalbox.command.token;

import dev.signalbox.command.write.Name;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTerms;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token as clients ask for it. */
record IssueTokenRequest(
        @NotNull @Name String name,
        @NotEmpty Set<@NotNull Role> roles,
        @Nullable Set<@NotNull Purpose> purposes,

        @Size(max = 100) @Nullable List<@NotNull @ModelPattern String> models,

        @Positive @Nullable Long requestsPerMinute,
        @Positive @Nullable Long tokensPerMinute,

        @PositiveOrZero @Digits(integer = 9, fraction = 4) @Nullable
        BigDecimal budgetUsdPerDay,

        @PositiveOrZero @Digits(integer = 9, fraction = 4) @Nullable
        BigDecimal budgetUsdPerMonth,

        @Size(max = 32) @Nullable Map<@NotNull @Name String, @NotNull @Name String> labels,
        @Nullable Instant expiresAt) {

    TokenTerms terms() {
        return new TokenTerms(
                new TokenScope(purposes == null ? Set.of() : purposes, models == null ? List.of() : models),
                new TokenLimits(requestsPerMinute, tokensPerMinute, usd(budgetUsdPerDay), usd(budgetUsdPerMonth)),
                labels == null ? Map.of() : labels,
                expiresAt);
    }

    /** With the places that all amounts have, so that equal ones are equal. */
    static @Nullable BigDecimal usd(@Nullable BigDecimal amount) {
        return amount == null ? null : places(amount);
    }

    static BigDecimal places(BigDecimal amount) {
        return amount.setScale(4, RoundingMode.UNNECESSARY);
    }
}
