package dev.signalbox.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command that talks to a node, and what the environment says about it. */
public final class Connection {

    enum Output {
        text,
        json
    }

    private final Map<String, String> environment;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description =
                    "The control plane. Default: $SIGNALBOX_URL, else http://127.0.0.1:$SIGNALBOX_CONTROL_PORT (8084).")
    private @Nullable String url;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "text (the default) or json.")
    private Output output = Output.text;

    public Connection() {
        this(System.getenv());
    }

    Connection(Map<String, String> environment) {
        this.environment = environment;
    }

    /** For a command whose {@code --url} is another one. */
    Connection(Map<String, String> environment, @Nullable String url) {
        this.environment = environment;
        this.url = url;
    }

    public boolean json() {
        return output == Output.json;
    }

    public ControlPlane controlPlane() {
        return new ControlPlane(url(), token());
    }

    DataPlane dataPlane(@Nullable String named) {
        String given = named != null ? named : set("SIGNALBOX_DATA_URL");
        String port = set("SIGNALBOX_DATA_PORT");
        return new DataPlane(given != null ? given : "http://127.0.0.1:" + (port == null ? "4000" : port), token());
    }

    String url() {
        String named = url != null ? url : set("SIGNALBOX_URL");
        String port = set("SIGNALBOX_CONTROL_PORT");
        return named != null ? named : "http://127.0.0.1:" + (port == null ? "8084" : port);
    }

    private @Nullable String token() {
        String token = set("SIGNALBOX_TOKEN");
        if (token == null) {
            token = set("SIGNALBOX_ADMIN_TOKEN");
        }
        return token == null ? fromFile(home().resolve("admin-token")) : token;
    }

    private Path home() {
        String home = set("SIGNALBOX_HOME");
        return home == null ? Path.of(System.getProperty("user.home"), ".signalbox") : Path.of(home);
    }

    private static @Nullable String fromFile(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new Failure("The admin token in " + file + " can't be read ("
                    + e.getClass().getSimpleName()
                    + "). Run this as the user that Signalbox runs as, or set SIGNALBOX_TOKEN.");
        }
    }

    private @Nullable String set(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
