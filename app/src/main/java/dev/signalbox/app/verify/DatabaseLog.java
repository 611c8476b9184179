package dev.signalbox.app.verify;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads a database, as of one moment and through cursors. */
final class DatabaseLog {

    private static final int FETCH = 500;
    private static final String EVENTS = """
            select e.*, n.hash as stored_leaf from domain_event_entry e
            left join proof_node n on n.level = 0 and n.index = e.global_index - 1 order by e.global_index""";

    private final Connection connection;

    DatabaseLog(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    Set<VerifierKey> keys() throws SQLException {
        Set<VerifierKey> keys = new LinkedHashSet<>();
        try (ResultSet rows = rows("select vkey from proof_signer")) {
            while (rows.next()) {
                keys.add(VerifierKey.parse(rows.getString(1)));
            }
        }
        return keys;
    }

    Notes checkpoints() throws SQLException, IOException, Tampered {
        return new Notes("the database", Notes.of(rows("select note from proof_checkpoint order by size, id")));
    }

    /** @return how many rows of other products' logs there are, which are those that were imported */
    long check(Verification verification) throws SQLException, IOException, Tampered {
        ImportedRows imported = new ImportedRows();
        try (ResultSet row = rows(EVENTS)) {
            while (row.next()) {
                verification.next(entry(row));
                if (row.getString("payload_type").endsWith(".AuditHistoryImported")) {
                    imported.bind(row.getLong("global_index"), row.getBytes("payload"));
                }
            }
        }
        try (ResultSet leaves = rows("select coalesce(max(index) + 1, 0) from proof_node where level = 0")) {
            leaves.next();
            verification.end(leaves.getLong(1));
        }
        return imported(imported);
    }

    private long imported(ImportedRows imported) throws SQLException, Tampered {
        try (ResultSet table = rows("select to_regclass('imported_audit_entry')")) {
            table.next();
            if (table.getString(1) == null) {
                return imported.end();
            }
        }
        // all columns, for the digests of lines are not in databases that a former version wrote and nobody started
        // since
        try (ResultSet row = rows("select * from imported_audit_entry order by source, batch, source_id")) {
            while (row.next()) {
                imported.next(row);
            }
        }
        return imported.end();
    }

    private static LogEntry entry(ResultSet row) throws SQLException {
        return new LogEntry.Builder(row.getLong("global_index"))
                .text(row.getString("event_identifier"))
                .text(row.getString("type"))
                .text(row.getString("aggregate_identifier"))
                .number(row.getLong("sequence_number"))
                .text(row.getString("payload_type"))
                .text(row.getString("payload_revision"))
                .text(row.getString("time_stamp"))
                .binary(row.getBytes("payload"))
                .binary(row.getBytes("meta_data"))
                .build(row.getBytes("stored_leaf"));
    }

    private ResultSet rows(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.closeOnCompletion();
        statement.setFetchSize(FETCH);
        return statement.executeQuery();
    }
}
