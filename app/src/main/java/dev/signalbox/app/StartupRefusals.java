package dev.signalbox.app;

import dev.signalbox.app.embedded.EmbeddedDatabaseException;
import java.net.BindException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** What keeps a node from starting, in a sentence that says what to do, without a stack trace. */
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
        return switch (cause) {
            case StartupRefusal refusal -> refusal.getMessage();
            case EmbeddedDatabaseException refusal -> refusal.getMessage();
            case IllegalStateException full when full.getCause() instanceof BindException -> full.getMessage();
            case SQLException sql when String.valueOf(sql.getSQLState()).startsWith("08") ->
                "The database can't be reached: " + sql.getMessage()
                        + " Check SIGNALBOX_DATABASE_URL, or leave it out for the embedded PostgreSQL.";
            case SQLException sql when String.valueOf(sql.getSQLState()).startsWith("28") ->
                "The database refuses the login: " + sql.getMessage()
                        + " Check SIGNALBOX_DATABASE_USER and SIGNALBOX_DATABASE_PASSWORD.";
            default -> null;
        };
    }
}
