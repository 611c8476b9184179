package dev.signalbox.app.resilience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads a database past the application. */
record Rows(String url, String user, String password) {

    /** The embedded one of a home. */
    static Rows ofHome(Path home) throws IOException {
        String port = Files.readString(home.resolve("database-port")).strip();
        String password = Files.readString(home.resolve("database-password")).strip();
        return new Rows("jdbc:postgresql://127.0.0.1:" + port + "/signalbox", "signalbox", password);
    }

    /** The first column, as text. */
    List<String> of(String sql) {
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> dump(String table) {
        return of("select to_jsonb(t)::text from " + table + " t order by 1");
    }

    String one(String sql) {
        return of(sql).get(0);
    }
}
