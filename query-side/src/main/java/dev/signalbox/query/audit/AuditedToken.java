package dev.signalbox.query.audit;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenLimitsChanged;
import dev.signalbox.events.token.TokenRevoked;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.events.token.TokenTerms;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one event does to a token, in the names of the tokens' API. */
final class AuditedToken {

    private AuditedToken() {}

    static AuditedChange of(TokenEvent event, Map<String, Object> before) {
        Map<String, Object> fields = new HashMap<>(before);
        String action =
                switch (event) {
                    case TokenIssued e -> {
                        fields.put("name", e.name());
                        fields.put(
                                "roles", e.roles().stream().map(Role::wireName).toList());
                        describe(fields, e.terms());
                        fields.put("token", fingerprint(e.hash()));
                        yield "issue_token";
                    }
                    case TokenRotated e -> {
                        fields.put("token", fingerprint(e.hash()));
                        put(fields, "previous_valid_until", text(e.previousValidUntil()));
                        yield "rotate_token";
                    }
                    case TokenLimitsChanged e -> {
                        describe(fields, e.terms());
                        yield "change_token_limits";
                    }
                    case TokenRevoked e -> "revoke_token";
                };
        return new AuditedChange(
                action,
                "token",
                "" + event.tokenId().value(),
                (String) fields.get("name"),
                event instanceof TokenRevoked ? null : fields);
    }

    private static void describe(Map<String, Object> fields, TokenTerms terms) {
        TokenLimits limits = terms.limits();
        fields.put(
                "purposes",
                terms.scope().purposes().stream().map(Purpose::wireName).toList());
        fields.put("models", terms.scope().models());
        put(fields, "requests_per_minute", limits.requestsPerMinute());
        put(fields, "tokens_per_minute", limits.tokensPerMinute());
        put(fields, "budget_usd_per_day", limits.budgetUsdPerDay());
        put(fields, "budget_usd_per_month", limits.budgetUsdPerMonth());
        fields.put("labels", terms.labels());
        put(fields, "expires_at", text(terms.expiresAt()));
    }

    private static Map<String, Object> fingerprint(TokenHash hash) {
        return Map.of("fingerprint", hash.fingerprint(), "masked", hash.masked());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
    }
}
