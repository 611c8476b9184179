package dev.signalbox.app;

import dev.signalbox.app.embedded.EmbeddedDatabaseException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.netty.ChannelBindException;

/** What keeps a node from starting, in a sentence that says what to do, without a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupRefusals implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = explain(cause);
            if (message != null) {
                return new FailureAnalysis(message, null, failure);
            }
        }
        return null;
    }

    private static @Nullable String explain(Throwable cause) {
        if (cause instanceof StartupRefusal
                || cause instanceof EmbeddedDatabaseException
                || (cause instanceof IllegalStateException && cause.getCause() instanceof ChannelBindException)) {
            return cause.getMessage();
        }
        if (cause instanceof PortInUseException full) {
            return "The control plane can't listen on port " + full.getPort()
                    + ": stop what is using the port, or choose another one with SIGNALBOX_CONTROL_PORT.";
        }
        return cause instanceof SQLException sql ? explain(sql) : null;
    }

    private static @Nullable String explain(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("08")) {
            return "The database can't be reached: " + e.getMessage()
                    + " Check SIGNALBOX_DATABASE_URL, or leave it out for the embedded PostgreSQL.";
        }
        if (state.startsWith("28")) {
            return "The database refuses the login: " + e.getMessage()
                    + " Check SIGNALBOX_DATABASE_USER and SIGNALBOX_DATABASE_PASSWORD.";
        }
        return null;
    }
}
