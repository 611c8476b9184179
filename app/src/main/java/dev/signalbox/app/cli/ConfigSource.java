package dev.signalbox.app.cli;

import dev.signalbox.command.config.ConfigFile;
import dev.signalbox.command.config.ConfigReader;
import dev.signalbox.command.config.SecretLookup;
import dev.signalbox.command.write.Rejection;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The file that {@code plan} and {@code apply} take, and what its references stand for on this machine. */
final class ConfigSource {

    private static final JsonMapper JSON = new JsonMapper();

    private final UnaryOperator<@Nullable String> environment;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration file; - for standard input.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--prune",
            description = "Also remove what the file doesn't name, in those of its sections (servers, api_keys,"
                    + " active) that it has. Destroys the secrets of what is removed.")
    private boolean prune;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            defaultValue = "${SIGNALBOX_COMMIT}",
            description = "The commit that the file is of, for the audit log. Default: $$SIGNALBOX_COMMIT.")
    private @Nullable String commit;

    ConfigSource() {
        this(System::getenv);
    }

    ConfigSource(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** As the control plane takes it. */
    String body() {
        String text = read();
        ObjectNode body = JSON.createObjectNode().put("file", text).put("prune", prune);
        if (commit != null && !commit.isBlank()) {
            body.put("commit", commit.strip());
        }
        ObjectNode secrets = body.putObject("secrets");
        lookUp(parsed(text)).forEach(secrets::put);
        return JSON.writeValueAsString(body);
    }

    private String read() {
        try {
            return isStandardInput()
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Failure("There is no file " + file + ".");
        } catch (CharacterCodingException e) {
            throw new Failure(file + " is no text in UTF-8.");
        } catch (IOException e) {
            throw new Failure(file + " can't be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private boolean isStandardInput() {
        return file.toString().equals("-");
    }

    private ConfigFile parsed(String text) {
        try {
            return ConfigReader.read(text);
        } catch (Rejection.InvalidFile e) {
            throw new Failure(file + "\n" + e.getMessage());
        }
    }

    private Map<String, String> lookUp(ConfigFile config) {
        Map<String, String> values = new LinkedHashMap<>();
        var lookup = new SecretLookup(environment, isStandardInput() ? Path.of("") : file);
        try {
            lookup.all(config).forEach((reference, secret) -> {
                try (secret) {
                    values.put(reference, new String(secret.bytes(), StandardCharsets.UTF_8));
                }
            });
        } catch (SecretLookup.MissingException e) {
            throw new Failure(file + ": " + e.getMessage());
        }
        return values;
    }

    Path file() {
        return file;
    }

    boolean prunes() {
        return prune;
    }
}
