package dev.signalbox.app.cli;

import dev.signalbox.secrets.FernetKey;
import dev.signalbox.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the four tables of an Ops-Center, as of one moment, and changes nothing there. */
final class OldDatabase {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> TABLES =
            List.of("ai_servers", "llm_api_keys", "active_providers", "llm_config_audit");

    private final Connection connection;
    private int keys;
    private int opened;

    OldDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    /** Into what the control plane takes. */
    void read(ObjectNode body, FernetKey key) throws SQLException {
        for (String table : TABLES) {
            if (columns(table).isEmpty()) {
                throw new Failure(
                        "This database has no table " + table
                                + ", so it is no Ops-Center's, or the login may not see it. Check --url and --user. Nothing was imported.");
            }
        }
        ArrayNode servers = body.putArray("servers");
        each("ai_servers", "id", row -> server(servers.addObject(), row));
        ArrayNode apiKeys = body.putArray("api_keys");
        each("llm_api_keys", "id", row -> apiKey(apiKeys.addObject(), row, key));
        ArrayNode active = body.putArray("active");
        each("active_providers", "purpose", row -> active(active.addObject(), row));
        ArrayNode audit = body.putArray("audit");
        Set<String> columns = columns("llm_config_audit");
        String time = columns.contains("timestamp") ? "timestamp" : "created_at";
        each("llm_config_audit", "id", row -> act(audit.addObject(), row, time));
    }

    /** Whether there are keys and none of them could be decrypted. */
    boolean isKeyWrong() {
        return keys > 0 && opened == 0;
    }

    int keys() {
        return keys;
    }

    private void server(ObjectNode to, ResultSet row) throws SQLException {
        to.put("id", row.getLong("id"));
        texts(to, row, "name", "server_type", "base_url", "api_key", "model_path");
        flags(to, row, "enabled", "use_for_chat", "use_for_embeddings", "use_for_reranking");
        to.set("metadata", json(row.getString("metadata")));
    }

    private void apiKey(ObjectNode to, ResultSet row, FernetKey key) throws SQLException {
        to.put("id", row.getLong("id"));
        texts(to, row, "provider", "key_name");
        flags(to, row, "enabled", "use_for_ops_center");
        to.set("metadata", json(row.getString("metadata")));
        to.put("last_used", time(row, "last_used"));
        to.put("requests_count", row.getLong("requests_count"));
        to.put("tokens_used", row.getLong("tokens_used"));
        to.put("cost_usd", row.getBigDecimal("cost_usd"));
        to.put("api_key", decrypted(row.getString("encrypted_key"), key));
    }

    private @Nullable String decrypted(@Nullable String token, FernetKey key) {
        keys++;
        try (Secret secret = token == null ? null : key.open(token).orElse(null)) {
            if (secret == null) {
                return null;
            }
            opened++;
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        }
    }

    private static void active(ObjectNode to, ResultSet row) throws SQLException {
        texts(to, row, "purpose", "provider_type", "fallback_provider_type");
        number(to, row, "provider_id");
        number(to, row, "fallback_provider_id");
    }

    private static void act(ObjectNode to, ResultSet row, String time) throws SQLException {
        to.put("id", row.getLong("id"));
        texts(to, row, "action", "entity_type", "entity_id", "user_id");
        to.set("changes", json(row.getString("changes")));
        to.put("occurred_at", time(row, time));
    }

    private static void texts(ObjectNode to, ResultSet row, String... columns) throws SQLException {
        for (String column : columns) {
            to.put(column, row.getString(column));
        }
    }

    private static void flags(ObjectNode to, ResultSet row, String... columns) throws SQLException {
        for (String column : columns) {
            boolean value = row.getBoolean(column);
            if (!row.wasNull()) {
                to.put(column, value);
            }
        }
    }

    /** Ids were text in some versions; what is no number names nothing. */
    private static void number(ObjectNode to, ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text != null) {
            to.put(column, text.matches("\\d{1,18}") ? Long.parseLong(text) : -1);
        }
    }

    /** Without a zone they are UTC. */
    private static @Nullable String time(ResultSet row, String column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof Timestamp
                && row.getMetaData().getColumnTypeName(row.findColumn(column)).equals("timestamp")) {
            return row.getObject(column, LocalDateTime.class)
                    .toInstant(ZoneOffset.UTC)
                    .toString();
        }
        return value instanceof Timestamp zoned ? zoned.toInstant().toString() : null;
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? JSON.nullNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.getNodeFactory().stringNode(text);
        }
    }

    private interface Sink {
        void accept(ResultSet row) throws SQLException;
    }

    private void each(String table, String order, Sink sink) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(500);
            try (ResultSet rows = statement.executeQuery("select * from " + table + " order by " + order)) {
                while (rows.next()) {
                    sink.accept(rows);
                }
            }
        } catch (SQLException e) {
            // the driver's own state for a column that isn't there
            if ("42703".equals(e.getSQLState())) {
                throw new Failure("The table " + table + " is not as an Ops-Center's: " + e.getMessage());
            }
            throw e;
        }
    }

    private Set<String> columns(String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, connection.getSchema(), table, null)) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
