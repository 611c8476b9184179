package dev.signalbox.query.audit;

import dev.signalbox.events.imported.AuditHistoryImported;
import dev.signalbox.events.imported.ImportEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log of a product that was moved from: read, and compared with the digests in its events. */
@Component
class ImportedHistory {

    static final String ENTITY = "audit_history";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ImportedHistory(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param imported always true: no entry of this audit log, and not in its proof tree */
    record Entry(
            boolean imported,
            String source,
            long sourceId,
            int batch,
            Instant occurredAt,
            @Nullable String user,
            String action,
            @Nullable String entityType,
            @Nullable String entityId,
            JsonNode changes) {}

    /**
     * @param position of the event that binds the batch to the proof tree
     * @param intact whether the rows are still those of the digest
     */
    record Batch(String source, int batch, long rows, String digest, long position, boolean intact) {}

    static AuditedChange change(ImportEvent event) {
        return switch (event) {
            case AuditHistoryImported e ->
                new AuditedChange(
                        "import_audit_history",
                        ENTITY,
                        e.source(),
                        e.source(),
                        Map.of("batch", e.batch(), "rows", e.rows(), "digest", e.digest()));
        };
    }

    /** Newest first. @param before the place of the last entry of the page before, null for the first page */
    List<Entry> page(
            Map<String, List<String>> among,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Place before,
            int limit) {
        StringBuilder where = new StringBuilder(" where true");
        among.keySet()
                .forEach(column -> where.append(" and ")
                        .append(column)
                        .append(" in (:")
                        .append(column)
                        .append(')'));
        var query = new StringBuilder("select * from imported_audit_entry").append(where);
        query.append(from == null ? "" : " and occurred_at >= :from")
                .append(to == null ? "" : " and occurred_at < :to");
        if (before != null) {
            query.append(" and (occurred_at, source, source_id) < (:at, :last_source, :last_id)");
        }
        query.append(" order by occurred_at desc, source desc, source_id desc limit :limit");
        var statement = jdbc.sql(query.toString()).params(among).param("limit", limit);
        if (from != null) {
            statement = statement.param("from", from.atOffset(ZoneOffset.UTC));
        }
        if (to != null) {
            statement = statement.param("to", to.atOffset(ZoneOffset.UTC));
        }
        if (before != null) {
            statement = statement
                    .param("at", before.occurredAt().atOffset(ZoneOffset.UTC))
                    .param("last_source", before.source())
                    .param("last_id", before.sourceId());
        }
        return statement.query((row, number) -> entry(row)).list();
    }

    record Place(Instant occurredAt, String source, long sourceId) {}

    List<Batch> batches() {
        return jdbc.sql("""
                        select global_index, convert_from(payload, 'UTF8') from domain_event_entry
                        where aggregate_identifier like 'import-%' order by global_index""").query((row, number) -> Map.entry(row.getLong(1), row.getString(2))).list().stream()
                .map(event -> batch(event.getKey(), json.readTree(event.getValue())))
                .toList();
    }

    private Batch batch(long position, JsonNode event) {
        String source = event.path("source").asString();
        int batch = event.path("batch").asInt();
        String digest = event.path("digest").asString();
        boolean intact = digest(source, batch).equals(digest);
        return new Batch(source, batch, event.path("rows").asLong(), digest, position, intact);
    }

    private String digest(String source, int batch) {
        MessageDigest digest = sha256();
        jdbc.sql("select * from imported_audit_entry where source = ? and batch = ? order by source_id")
                .params(source, batch)
                .query(row -> {
                    digest.update((line(row) + "\n").getBytes(StandardCharsets.UTF_8));
                });
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private String line(ResultSet row) throws SQLException {
        return json.writeValueAsString(json.createArrayNode()
                .add(row.getLong("source_id"))
                .add(at(row).toString())
                .add(row.getString("user_name"))
                .add(row.getString("action"))
                .add(row.getString("entity_type"))
                .add(row.getString("entity_id"))
                .add(row.getString("changes")));
    }

    private static Instant at(ResultSet row) throws SQLException {
        return row.getObject("occurred_at", OffsetDateTime.class).toInstant();
    }

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                true,
                row.getString("source"),
                row.getLong("source_id"),
                row.getInt("batch"),
                at(row),
                row.getString("user_name"),
                row.getString("action"),
                row.getString("entity_type"),
                row.getString("entity_id"),
                json.readTree(row.getString("changes")));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
