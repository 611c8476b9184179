package dev.signalbox.app.cli;

import dev.signalbox.command.config.SecretLookup;
import dev.signalbox.command.config.SecretSource;
import dev.signalbox.secrets.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command gets a credential from. Never from its own arguments, which every process of the machine can see. */
final class KeyOption {

    private final UnaryOperator<@Nullable String> environment;

    @Option(
            names = "--key",
            paramLabel = "SOURCE",
            description = "Where the key comes from: env:NAME, file:PATH, or - for standard input. Not the key itself:"
                    + " arguments can be seen by others.")
    private @Nullable String source;

    KeyOption() {
        this(System::getenv);
    }

    KeyOption(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    boolean isGiven() {
        return source != null;
    }

    String value() {
        if (source == null) {
            throw new Failure("Where does the key come from? Add --key env:NAME, --key file:PATH or --key - .");
        }
        if (source.equals("-")) {
            return standardInput();
        }
        SecretSource parsed = SecretSource.parse(source)
                .filter(known -> !(known instanceof SecretSource.Stored))
                .orElseThrow(() -> new Failure("--key must be env:NAME, file:PATH or -. If it was the key itself: it is"
                        + " in your shell's history now; remove it there."));
        try (Secret secret = new SecretLookup(environment, Path.of("")).one(parsed)) {
            return new String(secret.bytes(), StandardCharsets.UTF_8);
        } catch (SecretLookup.MissingException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Failure("Standard input can't be read.");
        }
    }
}
