package dev.signalbox.query.proof;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One row of {@code domain_event_entry}, all columns; as JSON a line of the exported log. */
record StoredRow(
        long position,
        String eventIdentifier,
        @Nullable String type,
        String aggregateIdentifier,
        long sequenceNumber,
        String payloadType,
        @Nullable String payloadRevision,
        String timeStamp,
        byte[] payload,
        byte @Nullable [] metaData) {

    static final String SELECT = "select * from domain_event_entry ";

    static StoredRow of(ResultSet row) throws SQLException {
        return new StoredRow(
                row.getLong("global_index"),
                row.getString("event_identifier"),
                row.getString("type"),
                row.getString("aggregate_identifier"),
                row.getLong("sequence_number"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                row.getString("time_stamp"),
                row.getBytes("payload"),
                row.getBytes("meta_data"));
    }

    /** As docs/audit-proof.md defines them, for good: another form would be another log. */
    byte[] canonical() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(utf8("signalbox-event/1\n"));
            write(out, utf8(Long.toString(position)));
            write(out, utf8(eventIdentifier));
            write(out, type == null ? null : utf8(type));
            write(out, utf8(aggregateIdentifier));
            write(out, utf8(Long.toString(sequenceNumber)));
            write(out, utf8(payloadType));
            write(out, payloadRevision == null ? null : utf8(payloadRevision));
            write(out, utf8(timeStamp));
            write(out, payload);
            write(out, metaData);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] leafHash() {
        return Merkle.leaf(canonical());
    }

    private static void write(DataOutputStream out, byte @Nullable [] field) throws IOException {
        out.writeByte(field == null ? 0 : 1);
        if (field != null) {
            out.writeInt(field.length);
            out.write(field);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
