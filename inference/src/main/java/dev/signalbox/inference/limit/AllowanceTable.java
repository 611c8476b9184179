package dev.signalbox.inference.limit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What all nodes together have used. One statement a change, by the database's clock, so that nodes need not agree on the time. */
@Component
class AllowanceTable implements Allowances {

    /** When a limit per minute is lowered, as large a part of it is used up as was before: nobody waits longer for that. */
    private static final String PART =
            "(case when not :budget and a.of_limit > :limit then :limit / a.of_limit else 1 end)";

    /** Of a budget nothing flows back, but in a new period nothing is used yet. */
    private static final String BASE = """
            case when a.period < excluded.period and :budget then 0
              else greatest(0, a.used * %s - :per_second * greatest(0, extract(epoch from excluded.changed_at - a.changed_at)))
            end""".formatted(PART);

    private static final String GRANTED = "least(:wanted, greatest(:limit - (" + BASE + ") - :spent, 0))";

    private static final String TAKE = """
            insert into client_allowance as a (token_id, kind, period, used, granted, changed_at, of_limit)
            values (:token, :kind, date_trunc(:period, clock_timestamp() at time zone 'utc')::date,
              greatest(0, :spent + least(:wanted, greatest(:limit - :spent, 0))),
              least(:wanted, greatest(:limit - :spent, 0)), clock_timestamp(), :limit)
            on conflict (token_id, kind) do update set
              granted = %1$s,
              used = greatest(0, (%2$s) + :spent + %1$s),
              period = greatest(a.period, excluded.period),
              changed_at = greatest(a.changed_at, excluded.changed_at),
              of_limit = excluded.of_limit
            returning used, granted, extract(epoch from
              (period + ('1 ' || :period)::interval) - (changed_at at time zone 'utc'))::float8 as seconds_left
            """.formatted(GRANTED, BASE);

    private final JdbcClient jdbc;

    AllowanceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Answer take(Ask ask) {
        return jdbc.sql(TAKE)
                .param("token", ask.tokenId())
                .param("kind", ask.kind().column())
                .param("period", ask.kind().period())
                .param("budget", ask.kind().isBudget())
                .param("per_second", ask.kind().perSecond(ask.limit()))
                .param("limit", ask.limit())
                .param("spent", ask.spent())
                .param("wanted", ask.wanted())
                .query((row, number) ->
                        new Answer(row.getDouble("used"), row.getDouble("granted"), row.getDouble("seconds_left")))
                .single();
    }
}
