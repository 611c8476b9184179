package dev.signalbox.events.token;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may change of a token; its name and roles are for ever.
 *
 * @param labels the operator's own
 * @param expiresAt from when on it is refused, null for never
 */
public record TokenTerms(
        TokenScope scope,
        TokenLimits limits,
        Map<String, String> labels,
        @Nullable Instant expiresAt) {

    public TokenTerms {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
