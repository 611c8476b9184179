package dev.signalbox.app.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of another product: no leaves of the tree, but each batch of rows has its digest in an event that is one. */
final class ImportedRows {

    private static final String UNDEFINED_COLUMN = "42703";
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Key, Bound> bound = new LinkedHashMap<>();
    private long rows;

    private record Key(String source, int batch) {}

    /** What an event says of a batch, and what there is of it. */
    private static final class Bound {
        final long position;
        final long rows;
        final String digest;
        final MessageDigest found = Sha.sha256();
        long count;

        Bound(long position, JsonNode event) {
            this.position = position;
            rows = event.required("rows").asLong();
            digest = event.required("digest").asString();
        }
    }

    void bind(long position, byte[] payload) throws Tampered {
        try {
            JsonNode event = JSON.readTree(payload);
            Key key = new Key(
                    event.required("source").asString(), event.required("batch").asInt());
            bound.put(key, new Bound(position, event));
        } catch (JacksonException e) {
            throw new Tampered("position " + position + ": the event that binds imported rows can't be read");
        }
    }

    /** In the order of their numbers, as they were written. */
    void next(ResultSet row) throws SQLException, Tampered {
        Key key = new Key(row.getString("source"), row.getInt("batch"));
        String name = "imported row " + key.source() + " " + row.getLong("source_id");
        Bound batch = bound.get(key);
        if (batch == null) {
            throw new Tampered(name + ": no event has its batch, " + key.batch());
        }
        byte[] line = line(row);
        byte[] stored = stored(row);
        if (stored != null && !Arrays.equals(Sha.sha256().digest(line), stored)) {
            throw new Tampered(
                    name + ": it was changed since it was imported (bound by position " + batch.position + ")");
        }
        batch.found.update(line);
        batch.count++;
        rows++;
    }

    long end() throws Tampered {
        for (var entry : bound.entrySet()) {
            Bound batch = entry.getValue();
            String name = "imported rows " + entry.getKey().source() + ", batch "
                    + entry.getKey().batch() + " (bound by position " + batch.position + "): ";
            if (batch.count != batch.rows) {
                throw new Tampered(name + batch.rows + " were imported, there are " + batch.count);
            }
            if (!batch.digest.equals("sha256:" + HexFormat.of().formatHex(batch.found.digest()))) {
                throw new Tampered(name + "they are not those that were imported");
            }
        }
        return rows;
    }

    /** Null in rows that came before there was such a column. */
    private static byte @Nullable [] stored(ResultSet row) throws SQLException {
        try {
            return row.getBytes("line_sha256");
        } catch (SQLException e) {
            if (UNDEFINED_COLUMN.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    private static byte[] line(ResultSet row) throws SQLException {
        String text = JSON.writeValueAsString(JSON.createArrayNode()
                .add(row.getLong("source_id"))
                .add(row.getObject("occurred_at", OffsetDateTime.class)
                        .toInstant()
                        .toString())
                .add(row.getString("user_name"))
                .add(row.getString("action"))
                .add(row.getString("entity_type"))
                .add(row.getString("entity_id"))
                .add(row.getString("changes")));
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
