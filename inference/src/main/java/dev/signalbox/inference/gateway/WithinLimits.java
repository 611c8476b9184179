package dev.signalbox.inference.gateway;

import dev.signalbox.inference.limit.Admission;
import dev.signalbox.inference.limit.Admission.Refusal;
import dev.signalbox.inference.limit.ClientLimits;
import dev.signalbox.inference.limit.Kind;
import dev.signalbox.inference.limit.Standing;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Tells clients of their limits as OpenAI does, by headers and by 429. */
final class WithinLimits {

    private WithinLimits() {}

    /** @throws RequestRefused with 429 */
    static void require(ClientLimits limits, Exchange exchange) {
        Admission admission = admission(limits, exchange);
        if (admission == null) {
            return;
        }
        tell(admission, exchange::header);
        Refusal refusal = admission.refusal();
        if (refusal != null) {
            long seconds = Math.max(1, refusal.retryAfter().plusMillis(999).toSeconds());
            exchange.header("retry-after", Long.toString(seconds));
            if (isBudget(refusal.kind()) && !refusal.unchecked()) {
                exchange.isInVain();
            }
            throw new RequestRefused(error(refusal));
        }
    }

    /** A request is counted once, on whichever way that was. */
    private static @Nullable Admission admission(ClientLimits limits, Exchange exchange) {
        Detour detour = exchange.detour();
        if (detour != null && detour.admitted()) {
            return detour.admission();
        }
        Caller caller = exchange.caller();
        return limits.admit(caller.tokenId(), caller.limits());
    }

    /** @param header takes names and values */
    static void tell(Admission admission, BiConsumer<String, String> header) {
        tell(header, "requests", admission.requests());
        tell(header, "tokens", admission.tokens());
    }

    private static void tell(BiConsumer<String, String> header, String what, @Nullable Standing standing) {
        if (standing != null) {
            header.accept("x-ratelimit-limit-" + what, Long.toString(standing.limit()));
            header.accept("x-ratelimit-remaining-" + what, Long.toString(standing.remaining()));
            header.accept("x-ratelimit-reset-" + what, text(standing.reset()));
        }
    }

    private static OpenAiError error(Refusal refusal) {
        if (refusal.unchecked()) {
            return new OpenAiError(
                    429,
                    "This token's limits can't be checked at present, and what it may use meanwhile is used up.",
                    "rate_limit_error",
                    null,
                    "rate_limit_exceeded");
        }
        return switch (refusal.kind()) {
            case REQUESTS -> limit("requests");
            case TOKENS -> limit("tokens");
            case USD_PER_DAY -> budget("day");
            case USD_PER_MONTH -> budget("month");
        };
    }

    private static OpenAiError limit(String what) {
        return new OpenAiError(
                429, "This token's limit of " + what + " per minute is reached.", what, null, "rate_limit_exceeded");
    }

    private static OpenAiError budget(String period) {
        return new OpenAiError(
                429,
                "This token's budget of the " + period + " is spent.",
                "insufficient_quota",
                null,
                "insufficient_quota");
    }

    private static boolean isBudget(Kind kind) {
        return kind == Kind.USD_PER_DAY || kind == Kind.USD_PER_MONTH;
    }

    /** As in {@code 6m0s}, {@code 1.2s}, {@code 20ms}. */
    static String text(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        return millis / 60_000 + "m" + millis % 60_000 / 1000 + "s";
    }
}
