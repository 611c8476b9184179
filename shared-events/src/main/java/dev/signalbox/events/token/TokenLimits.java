package dev.signalbox.events.token;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much a token may use; null is no limit. Budgets count what requests cost by the price list.
 *
 * @param budgetUsdPerDay of the day in UTC
 * @param budgetUsdPerMonth of the month in UTC
 */
public record TokenLimits(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable BigDecimal budgetUsdPerDay,
        @Nullable BigDecimal budgetUsdPerMonth) {

    public static final TokenLimits NONE = new TokenLimits(null, null, null, null);
}
