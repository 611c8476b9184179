package dev.signalbox.query.usage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What some requests took together.
 *
 * @param errors how many of them ended with an error, or early
 * @param costUsd of those that have a price; null when none of them has one
 * @param pricedRequests how many have a price
 * @param latencyMs on average, to the end of the answer
 * @param ttftMs on average, to the first content of a stream; null when there was no stream
 * @param searchUnits by which rerankers bill
 */
record UsageSums(
        long requests,
        long errors,
        long tokensIn,
        long tokensOut,
        long tokensCached,
        long tokensReasoning,
        @Schema(nullable = true) @Nullable BigDecimal costUsd,
        long pricedRequests,
        @Schema(nullable = true) @Nullable Long latencyMs,
        @Schema(nullable = true) @Nullable Long ttftMs,
        long searchUnits) {

    /** Of rows of {@code usage_rollup}. */
    static final String COLUMNS = """
            coalesce(sum(requests), 0) as requests, coalesce(sum(errors), 0) as errors,
            coalesce(sum(tokens_in), 0) as tokens_in, coalesce(sum(tokens_out), 0) as tokens_out,
            coalesce(sum(tokens_cached), 0) as tokens_cached, coalesce(sum(tokens_reasoning), 0) as tokens_reasoning,
            coalesce(sum(search_units), 0) as search_units,
            sum(cost_usd) as cost_usd, coalesce(sum(priced_requests), 0) as priced_requests,
            sum(latency_ms) as latency_ms, sum(ttft_ms) as ttft_ms, sum(ttft_requests) as ttft_requests""";

    static UsageSums of(ResultSet row) throws SQLException {
        long requests = row.getLong("requests");
        long priced = row.getLong("priced_requests");
        return new UsageSums(
                requests,
                row.getLong("errors"),
                row.getLong("tokens_in"),
                row.getLong("tokens_out"),
                row.getLong("tokens_cached"),
                row.getLong("tokens_reasoning"),
                priced == 0 ? null : row.getBigDecimal("cost_usd").setScale(6, RoundingMode.HALF_UP),
                priced,
                average(row.getLong("latency_ms"), requests),
                average(row.getLong("ttft_ms"), row.getLong("ttft_requests")),
                row.getLong("search_units"));
    }

    private static @Nullable Long average(long sum, long number) {
        return number == 0 ? null : Math.round((double) sum / number);
    }
}
