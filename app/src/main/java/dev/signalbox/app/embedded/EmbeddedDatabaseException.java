package dev.signalbox.app.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** PostgreSQL can't run here; the message alone tells an operator what to do, a stack trace adds nothing. */
public class EmbeddedDatabaseException extends RuntimeException {

    EmbeddedDatabaseException(String message) {
        super(message);
    }

    static EmbeddedDatabaseException of(Path home, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota")) {
            return new EmbeddedDatabaseException("There is no space left for " + home
                    + ". Free at least 500 MB, or set SIGNALBOX_HOME to a directory on another disk.");
        }
        return new EmbeddedDatabaseException("The directory " + home + " can't be used by "
                + System.getProperty("user.name") + ": " + cause.getClass().getSimpleName() + ": " + message
                + ". Correct its owner and permissions, or set SIGNALBOX_HOME to another directory.");
    }
}
