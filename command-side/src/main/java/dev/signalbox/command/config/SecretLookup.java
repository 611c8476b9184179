package dev.signalbox.command.config;

import dev.signalbox.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What references stand for here: for whoever owns the environment and the files, never at somebody else's word. */
public final class SecretLookup {

    private final UnaryOperator<@Nullable String> environment;
    private final Path beside;

    /** @param beside the configuration file, which paths are relative to */
    public SecretLookup(UnaryOperator<@Nullable String> environment, Path beside) {
        this.environment = environment;
        this.beside = beside;
    }

    /** Something that a reference names is not there; the message says what. */
    public static final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    /** By the references; the caller closes them. */
    public Map<String, Secret> all(ConfigFile config) {
        Map<String, Secret> found = new HashMap<>();
        config.secrets().forEach(source -> found.put(source.reference(), one(source)));
        return found;
    }

    /** @throws MissingException if it isn't there */
    public Secret one(SecretSource source) {
        return switch (source) {
            case SecretSource.Variable variable -> secret(variable(variable));
            case SecretSource.TextFile file -> secret(text(file));
            case SecretSource.Stored stored ->
                throw new MissingException("What " + stored.reference() + " stands for is known to the node only.");
        };
    }

    private String variable(SecretSource.Variable source) {
        String value = environment.apply(source.name());
        if (value == null || value.isBlank()) {
            throw new MissingException("The variable " + source.name() + " is not set, but needed for "
                    + source.reference() + ". Set it for this command.");
        }
        return value;
    }

    private String text(SecretSource.TextFile source) {
        Path path = beside.resolveSibling(source.path());
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new MissingException("The file " + path + " can't be read ("
                    + e.getClass().getSimpleName() + "), but is needed for " + source.reference() + ".");
        }
    }

    private static Secret secret(String text) {
        return Secret.of(text.strip().getBytes(StandardCharsets.UTF_8));
    }
}
