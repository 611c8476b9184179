package dev.signalbox.query.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Rebuilds as all nodes see them: whoever runs one writes how far it is, and reads whether it is still wanted. */
@Component
class SharedProgress {

    private static final Logger log = LoggerFactory.getLogger(SharedProgress.class);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TransactionTemplate own;

    SharedProgress(JdbcClient jdbc, JsonMapper json, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.json = json;
        // the rebuild's own transaction shows nothing until it is over
        own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    void begin(String view, RebuildProgress progress) {
        own.executeWithoutResult(status -> {
            jdbc.sql("delete from view_rebuild where view = ?").param(view).update();
            write(view, progress);
        });
    }

    /** Tells how far it is, and cancels it when any node was asked to. Nothing depends on it: it may fail. */
    void beat(String view, RebuildProgress progress) {
        try {
            boolean unwanted = Boolean.TRUE.equals(own.execute(status -> {
                write(view, progress);
                return jdbc.sql("select cancel_wanted from view_rebuild where view = ?")
                        .param(view)
                        .query(Boolean.class)
                        .single();
            }));
            if (unwanted) {
                progress.cancel();
            }
        } catch (RuntimeException e) {
            log.warn("Other nodes don't see now how far the rebuild of {} is: {}", view, e.getMessage());
        }
    }

    private void write(String view, RebuildProgress progress) {
        RebuildProgress.Snapshot now = progress.snapshot();
        jdbc.sql("""
                        insert into view_rebuild (view, node, events_done, events_total, started_at, beat_at, finished_at,
                          error, rows_replaced, comparison)
                        values (:view, :node, :done, :total, :started, now(), :finished, :error, :replaced,
                          cast(:comparison as jsonb))
                        on conflict (view) do update set events_done = excluded.events_done,
                          events_total = excluded.events_total, beat_at = now(), finished_at = excluded.finished_at,
                          error = excluded.error, rows_replaced = excluded.rows_replaced,
                          comparison = excluded.comparison""")
                .param("view", view)
                .param("node", now.node())
                .param("done", now.eventsDone())
                .param("total", now.eventsTotal())
                .param("started", Timestamp.from(now.startedAt()))
                .param("finished", now.finishedAt() == null ? null : Timestamp.from(now.finishedAt()))
                .param("error", now.error())
                .param("replaced", now.rowsReplaced())
                .param("comparison", now.comparison() == null ? null : json.writeValueAsString(now.comparison()))
                .update();
    }

    /** The last of each view, whatever node ran it. */
    Map<String, RebuildProgress.Snapshot> all() {
        Map<String, RebuildProgress.Snapshot> all = new TreeMap<>();
        jdbc.sql("select *, finished_at is null and beat_at < now() - interval '5 s' as gone from view_rebuild")
                .query((row, number) -> all.put(row.getString("view"), snapshot(row)))
                .list();
        return all;
    }

    private RebuildProgress.Snapshot snapshot(ResultSet row) throws SQLException {
        String comparison = row.getString("comparison");
        boolean gone = row.getBoolean("gone");
        Instant seen = row.getTimestamp("beat_at").toInstant();
        Instant finished = gone ? seen : instant(row, "finished_at");
        return RebuildProgress.snapshot(
                row.getString("node"),
                row.getLong("events_done"),
                row.getLong("events_total"),
                row.getTimestamp("started_at").toInstant(),
                finished == null ? seen : finished,
                finished,
                gone ? "its node is gone" : row.getString("error"),
                row.getObject("rows_replaced", Long.class),
                comparison == null ? null : json.readValue(comparison, Comparison.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    /** @return whether there is one to be cancelled */
    boolean cancel(String view) {
        return jdbc.sql("update view_rebuild set cancel_wanted = true where view = ? and finished_at is null")
                        .param(view)
                        .update()
                == 1;
    }
}
