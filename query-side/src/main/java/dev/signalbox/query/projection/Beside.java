package dev.signalbox.query.projection;

import dev.signalbox.query.projection.EventReplay.Parked;
import dev.signalbox.query.projection.Projection.Table;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes a view anew beside the live one, which goes on meanwhile: in temporary tables, which go before the real ones of the
 * same names for as long as the transaction lasts.
 */
@Component
class Beside {

    /** How many rows are sent to the database at once. */
    private static final int BATCH = 1000;
    /** Of one statement; some touch every row of a view. */
    private static final int LIMIT_MILLIS = 600_000;

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final StoredEvents events;

    Beside(EntityManager entities, JdbcClient jdbc, StoredEvents events) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.events = events;
    }

    Made make(Projection projection, RebuildProgress progress) {
        // the pool takes its own limit back when the connection is returned
        session().doWork(connection -> connection.setNetworkTimeout(Runnable::run, LIMIT_MILLIS));
        String schema = jdbc.sql("select current_schema()").query(String.class).single();
        for (Table table : projection.tables()) {
            // without what is generated: it follows from the rest
            jdbc.sql("create temporary table %1$s (like %2$s.%1$s including defaults) on commit drop"
                            .formatted(table.name(), schema))
                    .update();
        }
        // plans that this connection keeps still mean the real tables
        jdbc.sql("discard plans").update();
        return new Made(schema, projection.tables(), new EventReplay(projection, events, progress));
    }

    private void write(List<?> rows) {
        if (!rows.isEmpty()) {
            // of this transaction, not merely of its connection: Hibernate sends rows one by one outside of one
            try (StatelessSession plain =
                    session().statelessWithOptions().connection().open()) {
                plain.setJdbcBatchSize(BATCH);
                plain.insertMultiple(rows);
            }
        }
    }

    private Session session() {
        return entities.unwrap(Session.class);
    }

    /** A view in the making. */
    final class Made {

        private final String schema;
        private final List<Table> tables;
        private final EventReplay replay;

        private Made(String schema, List<Table> tables, EventReplay replay) {
            this.schema = schema;
            this.tables = tables;
            this.replay = replay;
        }

        void upTo(long position) {
            replay.upTo(position, () -> {
                if (replay.fold().waiting() >= BATCH) {
                    Beside.this.write(replay.fold().takeAdded());
                }
            });
        }

        /** To be called once, when no event comes any more. */
        List<Twins> write() {
            Beside.this.write(replay.fold().takeAdded());
            for (var rows : replay.fold().rows()) {
                Beside.this.write(new ArrayList<>(rows.values()));
            }
            // a projection may have gone past the fold
            entities.flush();
            entities.clear();
            return tables.stream()
                    .map(table -> {
                        jdbc.sql("analyze pg_temp." + table.name()).update();
                        return new Twins(jdbc, schema, table);
                    })
                    .toList();
        }

        long position() {
            return replay.position();
        }

        List<Parked> parked() {
            return replay.parked();
        }
    }
}
