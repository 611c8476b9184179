package dev.signalbox.query.node;

import dev.signalbox.events.node.Node;
import dev.signalbox.query.OnEveryNode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of all nodes, by the database's clock: theirs may differ. */
@OnEveryNode
class Nodes {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    Nodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void seen(Node node, Map<String, Long> positions) {
        jdbc.sql("""
                        insert into node (id, roles, version, started_at, seen_at, positions)
                        values (?, ?, ?, ?, now(), cast(? as jsonb))
                        on conflict (id) do update set seen_at = excluded.seen_at, positions = excluded.positions""")
                .params(
                        node.id(),
                        node.roles().toArray(String[]::new),
                        node.version(),
                        node.startedAt().atOffset(ZoneOffset.UTC),
                        JSON.writeValueAsString(positions))
                .update();
    }

    void gone(Node node) {
        jdbc.sql("delete from node where id = ?").param(node.id()).update();
    }

    void forget(Duration age) {
        jdbc.sql("delete from node where seen_at < now() - make_interval(secs => ?)")
                .param(age.toSeconds())
                .update();
    }

    /** The oldest first. */
    List<NodeStatus> all(Duration alive, Duration age) {
        return jdbc.sql("""
                        select id, roles, version, started_at, n.seen_at, positions, key_ids,
                            n.seen_at > now() - make_interval(secs => ?) as alive
                        from node n left join key_holder on node = id
                        where n.seen_at > now() - make_interval(secs => ?)
                        order by started_at, id""")
                .params(alive.toSeconds(), age.toSeconds())
                .query(Nodes::status)
                .list();
    }

    private static NodeStatus status(ResultSet row, int number) throws SQLException {
        return new NodeStatus(
                row.getString("id"),
                texts(row.getArray("roles")),
                row.getString("version"),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("seen_at").toInstant(),
                row.getBoolean("alive"),
                JSON.readValue(row.getString("positions"), new TypeReference<Map<String, Long>>() {}),
                texts(row.getArray("key_ids")));
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
