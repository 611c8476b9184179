package dev.signalbox.inference.usage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * US dollars for a million tokens.
 *
 * @param cached for those that came from a cache; as {@code in} where nothing is said
 * @param cacheWrite for those that went into one; as {@code in} where nothing is said
 * @param out zero where nothing is said, as for embeddings
 * @param searches for a thousand of the units that rerankers bill by
 */
record Price(
        BigDecimal in,
        @Nullable BigDecimal out,
        @Nullable BigDecimal cached,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal searches) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    Price {
        Objects.requireNonNull(in, "a price needs 'in'");
        if (isNegative(in) || isNegative(out) || isNegative(cached) || isNegative(cacheWrite) || isNegative(searches)) {
            throw new IllegalArgumentException("a price must not be negative");
        }
    }

    private static boolean isNegative(@Nullable BigDecimal price) {
        return price != null && price.signum() < 0;
    }

    /** Null when nothing is known by which it is billed. */
    @Nullable
    BigDecimal of(Tokens tokens) {
        if (tokens.searches() >= 0 && searches != null) {
            return times(searches, tokens.searches()).divide(THOUSAND, MathContext.DECIMAL64);
        }
        return tokens.in() < 0 ? null : ofTokens(tokens);
    }

    private BigDecimal ofTokens(Tokens tokens) {
        long cachedTokens = Math.min(Math.max(tokens.cached(), 0), tokens.in());
        long written = Math.min(Math.max(tokens.cacheWritten(), 0), tokens.in() - cachedTokens);
        return times(in, tokens.in() - cachedTokens - written)
                .add(times(cached == null ? in : cached, cachedTokens))
                .add(times(cacheWrite == null ? in : cacheWrite, written))
                .add(out == null ? BigDecimal.ZERO : times(out, tokens.out()))
                .divide(MILLION, MathContext.DECIMAL64);
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
