package dev.signalbox.inference.circuit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the last probes of all nodes found, for those who look at the routes; routing itself goes by what requests show. */
@Component
class Healths {

    private static final Logger log = LoggerFactory.getLogger(Healths.class);

    private final JdbcClient jdbc;

    record Checked(String status, @Nullable Instant at) {}

    Healths(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By the server's id; empty while the database is away. */
    Map<Long, Checked> all() {
        Map<Long, Checked> found = new HashMap<>();
        try {
            jdbc.sql("select server_id, status, checked_at from server_health").query(row -> {
                Timestamp at = row.getTimestamp("checked_at");
                found.put(
                        row.getLong("server_id"),
                        new Checked(row.getString("status"), at == null ? null : at.toInstant()));
            });
        } catch (DataAccessException e) {
            log.debug("The servers' health is not known while the database is away: {}", e.getMessage());
        }
        return found;
    }
}
