package dev.signalbox.app.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Given by options, by the environment, or the running embedded database's in {@code $SIGNALBOX_HOME}. */
record DatabaseLogin(
        String url, @Nullable String user, @Nullable String password) {

    static DatabaseLogin of(@Nullable String url, @Nullable String user, @Nullable String password) throws IOException {
        String known = url != null ? url : System.getenv("SIGNALBOX_DATABASE_URL");
        if (known == null || known.isBlank()) {
            return embedded();
        }
        return new DatabaseLogin(
                known,
                user != null ? user : System.getenv("SIGNALBOX_DATABASE_USER"),
                password != null ? password : System.getenv("SIGNALBOX_DATABASE_PASSWORD"));
    }

    private static DatabaseLogin embedded() throws IOException {
        String set = System.getenv("SIGNALBOX_HOME");
        Path home = set == null ? Path.of(System.getProperty("user.home"), ".signalbox") : Path.of(set);
        if (!Files.exists(home.resolve("database-port"))) {
            throw new IOException("there is no database in " + home + "; give --url");
        }
        return new DatabaseLogin(
                "jdbc:postgresql://127.0.0.1:"
                        + Files.readString(home.resolve("database-port")).strip() + "/signalbox",
                "signalbox",
                Files.readString(home.resolve("database-password")).strip());
    }
}
