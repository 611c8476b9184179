package dev.signalbox.command.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a file says that a secret comes from. The secret itself is never in the file. */
public sealed interface SecretSource {

    /** As it is written in the file. */
    String reference();

    /** A variable of whoever runs the command line; never one of the server's at a client's word. */
    record Variable(String name) implements SecretSource {
        @Override
        public String reference() {
            return "env:" + name;
        }
    }

    /** @param path relative to the configuration file's directory */
    record TextFile(String path) implements SecretSource {
        @Override
        public String reference() {
            return "file:" + path;
        }
    }

    /** A secret that is stored already. */
    record Stored(String fingerprint) implements SecretSource {
        @Override
        public String reference() {
            return "fingerprint:" + fingerprint;
        }
    }

    /** Empty for what is none; the text may be a key that somebody wrote into the file, so it is never shown. */
    static Optional<SecretSource> parse(String text) {
        Matcher matcher = Pattern.compile("(env|file|fingerprint):(.+)").matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String value = matcher.group(2);
        return switch (matcher.group(1)) {
            case "env" -> value.matches("[A-Za-z_][A-Za-z0-9_]*") ? Optional.of(new Variable(value)) : Optional.empty();
            case "file" -> Optional.of(new TextFile(value));
            default -> value.matches("[0-9a-f]{16}") ? Optional.of(new Stored(value)) : Optional.empty();
        };
    }
}
