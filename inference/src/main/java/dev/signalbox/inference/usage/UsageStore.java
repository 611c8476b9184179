package dev.signalbox.inference.usage;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.stereotype.Component;

/**
 * Writes batches into the database: the records, and in the same transaction what they add to the sums. Only records that
 * were not there are added up, so a batch can be written as often as one likes.
 */
@Component
class UsageStore {

    /** Of one connection, and empty between transactions. */
    private static final String STAGING =
            "create temporary table if not exists usage_staging (like usage_record) on commit delete rows";

    /** One writer at a time: nodes that add to the same sums would wait for each other in turns, up to a deadlock. */
    private static final String TURN = "select pg_advisory_xact_lock(7238946500001)";

    private static final String COPY = "copy usage_staging (" + UsageRow.COLUMNS + ") from stdin";

    private static final String STORE = """
            with fresh as (
              insert into usage_record (%1$s) select %1$s from usage_staging
              on conflict (id) do nothing
              returning *
            ), summed as (
              insert into usage_rollup as r (
                bucket, starts_at, purpose, provider_type, provider_id, model, client, token_id,
                requests, errors, tokens_in, tokens_out, tokens_cached, tokens_reasoning,
                cost_usd, priced_requests, latency_ms, ttft_ms, ttft_requests, last_used, search_units)
              select
                b.bucket, date_trunc(b.bucket, occurred_at, 'UTC'), purpose,
                coalesce(provider_type, ''), coalesce(provider_id, 0), coalesce(model, ''), client, token_id,
                count(*), count(*) filter (where status >= 400 or error_code is not null),
                coalesce(sum(tokens_in), 0), coalesce(sum(tokens_out), 0),
                coalesce(sum(tokens_cached), 0), coalesce(sum(tokens_reasoning), 0),
                coalesce(sum(cost_usd), 0), count(cost_usd),
                sum(latency_ms), coalesce(sum(ttft_ms), 0), count(ttft_ms), max(occurred_at), coalesce(sum(search_units), 0)
              from fresh cross join (values ('minute'), ('hour'), ('day')) as b (bucket)
              group by 1, 2, 3, 4, 5, 6, 7, 8
              on conflict (bucket, starts_at, purpose, provider_type, provider_id, model, client, token_id)
              do update set
                requests = r.requests + excluded.requests, errors = r.errors + excluded.errors,
                tokens_in = r.tokens_in + excluded.tokens_in, tokens_out = r.tokens_out + excluded.tokens_out,
                tokens_cached = r.tokens_cached + excluded.tokens_cached,
                tokens_reasoning = r.tokens_reasoning + excluded.tokens_reasoning,
                cost_usd = r.cost_usd + excluded.cost_usd,
                priced_requests = r.priced_requests + excluded.priced_requests,
                latency_ms = r.latency_ms + excluded.latency_ms, ttft_ms = r.ttft_ms + excluded.ttft_ms,
                ttft_requests = r.ttft_requests + excluded.ttft_requests,
                last_used = greatest(r.last_used, excluded.last_used),
                search_units = r.search_units + excluded.search_units
            )
            insert into api_key_usage as u (api_key_id, last_used, requests_count, tokens_used, cost_usd)
            select provider_id, max(occurred_at), count(*),
              coalesce(sum(coalesce(tokens_in, 0) + coalesce(tokens_out, 0)), 0), coalesce(sum(cost_usd), 0)
            from fresh where provider_type = 'api_key' group by provider_id
            on conflict (api_key_id) do update set
              last_used = greatest(u.last_used, excluded.last_used),
              requests_count = u.requests_count + excluded.requests_count,
              tokens_used = u.tokens_used + excluded.tokens_used,
              cost_usd = u.cost_usd + excluded.cost_usd
            """.formatted(UsageRow.COLUMNS);

    private final DataSource dataSource;

    UsageStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param rows lines of {@link UsageRow} */
    void write(InputStream rows) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(STAGING);
                statement.execute(TURN);
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, rows);
                statement.executeUpdate(STORE);
                connection.commit();
            } catch (SQLException | IOException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
