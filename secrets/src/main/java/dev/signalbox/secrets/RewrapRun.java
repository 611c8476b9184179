package dev.signalbox.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code rewrap}: its one row is the last run, whichever node does it. */
final class RewrapRun {

    private static final Duration DEAD = Duration.ofSeconds(30);

    private final JdbcClient jdbc;

    RewrapRun(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when a node is at it already. */
    boolean begin(long total, Instant now) {
        return jdbc.sql("""
                        insert into rewrap (state, done, failed, total, started_at, beat_at)
                        values ('running', 0, 0, ?, ?, ?)
                        on conflict (only_one) do update set state = 'running', done = 0, failed = 0,
                            total = excluded.total, started_at = excluded.started_at, beat_at = excluded.beat_at,
                            finished_at = null, error = null
                        where rewrap.state <> 'running' or rewrap.beat_at < ?""")
                        .params(total, at(now), at(now), at(now.minus(DEAD)))
                        .update()
                == 1;
    }

    /** Takes over from a node that died at it. */
    boolean takeOver(Instant now) {
        return jdbc.sql("update rewrap set beat_at = ? where state = 'running' and beat_at < ?")
                        .params(at(now), at(now.minus(DEAD)))
                        .update()
                == 1;
    }

    /** False when it was cancelled. */
    boolean advance(long done, Instant now) {
        return jdbc.sql("update rewrap set done = done + ?, beat_at = ? where state = 'running'")
                        .params(done, at(now))
                        .update()
                == 1;
    }

    void end(String state, long failed, @Nullable String error, Instant now) {
        jdbc.sql(
                        "update rewrap set state = :state, failed = :failed, error = :error, finished_at = :now where state = 'running'")
                .param("state", state)
                .param("failed", failed)
                .param("error", error)
                .param("now", at(now))
                .update();
        // nodes keep sealed secrets for routing: they fetch them again
        jdbc.sql("select cast(pg_notify('signalbox_keys', '') as text)")
                .query(String.class)
                .single();
    }

    Optional<Rewrap.Progress> progress() {
        return jdbc.sql("select * from rewrap")
                .query((row, number) -> {
                    Instant started = row.getTimestamp("started_at").toInstant();
                    Instant beat = row.getTimestamp("beat_at").toInstant();
                    long done = row.getLong("done");
                    double seconds =
                            Math.max(0.001, Duration.between(started, beat).toMillis() / 1000.0);
                    return new Rewrap.Progress(
                            row.getString("state"),
                            done,
                            row.getLong("failed"),
                            row.getLong("total"),
                            Math.round(done / seconds),
                            started,
                            row.getTimestamp("finished_at") == null
                                    ? null
                                    : row.getTimestamp("finished_at").toInstant(),
                            row.getString("error"));
                })
                .optional();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
