package dev.signalbox.query;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** The views' rows, so that two states can be compared row for row. */
public final class Tables {

    private static final Map<String, String> OF_EVENTS = Map.of(
            "server_view", "true",
            "api_key_view", "true",
            "active_provider", "true",
            "routable_provider", "true",
            "audit_state", "true",
            "token_view", "true",
            "audit_entry", "position is not null");

    private Tables() {}

    public static Map<String, String> dump(JdbcTemplate jdbc) {
        Map<String, String> dump = new TreeMap<>();
        OF_EVENTS.forEach((table, rows) -> dump.put(
                table,
                ""
                        + jdbc.queryForObject(
                                "select string_agg(to_jsonb(t)::text, E'\\n' order by to_jsonb(t)::text) from " + table
                                        + " t where " + rows,
                                String.class)));
        return dump;
    }
}
