package dev.signalbox.inference.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says that an answer took; {@code -1} where it says nothing.
 *
 * @param in all of the prompt, what came from a cache or went into one included
 * @param out all that was generated, reasoning included
 * @param cached how many of {@code in} came from a cache
 * @param cacheWritten how many of {@code in} went into a cache
 * @param reasoning how many of {@code out} were not shown
 * @param cost in US dollars by the provider's own reckoning; null when it reports none
 * @param searches by which rerankers bill
 */
public record Tokens(
        long in,
        long out,
        long cached,
        long cacheWritten,
        long reasoning,
        @Nullable BigDecimal cost,
        long searches) {

    public static final Tokens UNKNOWN = new Tokens(-1, -1, -1, -1, -1, null);

    public Tokens(long in, long out, long cached, long cacheWritten, long reasoning, @Nullable BigDecimal cost) {
        this(in, out, cached, cacheWritten, reasoning, cost, -1);
    }

    /** Both directions; what is not known counts as none. */
    public long total() {
        return Math.max(in, 0) + Math.max(out, 0);
    }
}
