package dev.signalbox.query.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request; neither its content nor any secret is in it.
 *
 * @param tokenId whose token it came with, never the token
 * @param modelAsked as the client said it
 * @param model what the provider was asked for
 * @param modelNamed what the provider says that it is
 * @param failures providers that failed before, and why
 * @param costReported whether the provider itself said what it cost
 * @param searchUnits by which rerankers bill
 */
record UsageEntry(
        UUID id,
        Instant occurredAt,
        String purpose,
        String endpoint,
        boolean stream,
        String client,
        String tokenId,
        String requestId,
        long revision,
        @Nullable String providerType,
        @Nullable Long providerId,
        @Nullable String providerKind,
        @Nullable String modelAsked,
        @Nullable String model,
        @Nullable String modelNamed,
        int status,
        @Nullable String errorCode,
        int attempts,
        @Nullable String failures,
        long latencyMs,
        @Nullable Long ttftMs,
        @Nullable Long tokensIn,
        @Nullable Long tokensOut,
        @Nullable Long tokensCached,
        @Nullable Long tokensCacheWritten,
        @Nullable Long tokensReasoning,
        @Nullable BigDecimal costUsd,
        boolean costReported,
        @Nullable Long searchUnits) {

    private static @Nullable BigDecimal cost(@Nullable BigDecimal stored) {
        return stored == null ? null : stored.setScale(9, RoundingMode.HALF_UP);
    }

    static UsageEntry of(ResultSet row, int number) throws SQLException {
        return new UsageEntry(
                row.getObject("id", UUID.class),
                UsageReports.instant(row, "occurred_at"),
                row.getString("purpose"),
                row.getString("endpoint"),
                row.getBoolean("stream"),
                row.getString("client"),
                row.getString("token_id"),
                row.getString("request_id"),
                row.getLong("revision"),
                row.getString("provider_type"),
                row.getObject("provider_id", Long.class),
                row.getString("provider_kind"),
                row.getString("model_asked"),
                row.getString("model"),
                row.getString("model_named"),
                row.getInt("status"),
                row.getString("error_code"),
                row.getInt("attempts"),
                row.getString("failures"),
                row.getLong("latency_ms"),
                row.getObject("ttft_ms", Long.class),
                row.getObject("tokens_in", Long.class),
                row.getObject("tokens_out", Long.class),
                row.getObject("tokens_cached", Long.class),
                row.getObject("tokens_cache_written", Long.class),
                row.getObject("tokens_reasoning", Long.class),
                cost(row.getBigDecimal("cost_usd")),
                row.getBoolean("cost_reported"),
                row.getObject("search_units", Long.class));
    }
}
