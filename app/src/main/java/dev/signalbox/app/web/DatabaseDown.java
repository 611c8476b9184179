package dev.signalbox.app.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells "the database is away" from other failures, by SQLSTATE. */
final class DatabaseDown {

    private DatabaseDown() {}

    static boolean isMeantBy(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // 08: connection; 57P: admin shutdown, crash, cannot connect now; 53: out of resources
        return e instanceof SQLTransientConnectionException
                // the pool's answer to a rollback on a connection that broke; it has no state
                || "Connection is closed".equals(e.getMessage())
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53");
    }
}
