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
 */
record Price(
        BigDecimal in,
        @Nullable BigDecimal out,
        @Nullable BigDecimal cached,
        @Nullable BigDecimal cacheWrite) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    Price {
        Objects.requireNonNull(in, "a price needs 'in'");
        if (in.signum() < 0
                || out != null && out.signum() < 0
                || cached != null && cached.signum() < 0
                || cacheWrite != null && cacheWrite.signum() < 0) {
            throw new IllegalArgumentException("a price must not be negative");
        }
    }

    /** What known tokens cost. */
    BigDecimal of(Tokens tokens) {
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
