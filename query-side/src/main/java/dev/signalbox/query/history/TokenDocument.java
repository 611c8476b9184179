package dev.signalbox.query.history;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimitsChanged;
import dev.signalbox.events.token.TokenRevoked;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.events.token.TokenTerms;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A token as timeline and comparison show it. It is no part of the configuration that a restore goes back to. */
record TokenDocument(TokenIssued issued, TokenTerms terms, TokenHash hash) {

    static @Nullable TokenDocument after(@Nullable TokenDocument before, TokenEvent event) {
        if (event instanceof TokenIssued e) {
            return new TokenDocument(e, e.terms(), e.hash());
        }
        if (before == null) {
            return null;
        }
        return switch (event) {
            case TokenIssued e -> before;
            case TokenRotated e -> new TokenDocument(before.issued(), before.terms(), e.hash());
            case TokenLimitsChanged e -> new TokenDocument(before.issued(), e.terms(), before.hash());
            case TokenRevoked e -> null;
        };
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("name", issued.name());
        fields.put("roles", issued.roles().stream().map(Role::wireName).toList());
        fields.put(
                "purposes",
                terms.scope().purposes().stream().map(Purpose::wireName).toList());
        fields.put("models", terms.scope().models());
        fields.put("labels", terms.labels());
        fields.put("token", new TreeMap<>(Map.of("masked", hash.masked(), "fingerprint", hash.fingerprint())));
        put(fields, "requests_per_minute", terms.limits().requestsPerMinute());
        put(fields, "tokens_per_minute", terms.limits().tokensPerMinute());
        put(fields, "budget_usd_per_day", terms.limits().budgetUsdPerDay());
        put(fields, "budget_usd_per_month", terms.limits().budgetUsdPerMonth());
        put(fields, "expires_at", terms.expiresAt());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
