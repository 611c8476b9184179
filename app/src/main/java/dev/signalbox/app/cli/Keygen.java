package dev.signalbox.app.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalbox keygen}: a new {@code BYOK_ENCRYPTION_KEY}, printed or written into a file of environment settings. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = "Makes a new BYOK_ENCRYPTION_KEY. Needs no running Signalbox.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox keygen",
            "  signalbox keygen --env-file .env",
            "  signalbox keygen --env-file .env --rotate"
        })
public final class Keygen implements Callable<Integer> {

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Write it into this file (as .env) and keep its other lines, instead of printing it.")
    private @Nullable Path file;

    @Option(names = "--rotate", description = "Replace the key that the file has; says what to do with the old one.")
    private boolean rotate;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Clock clock;

    public Keygen() {
        this(Clock.systemUTC());
    }

    Keygen(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (file != null) {
            write(new EnvFile(file.toAbsolutePath()));
        } else if (rotate) {
            throw new ParameterException(spec.commandLine(), "--rotate needs --env-file");
        } else {
            say(EnvFile.NAME + "=" + NewKey.line());
        }
        return 0;
    }

    private void write(EnvFile settings) {
        boolean replaces = settings.hasKey();
        if (replaces && !rotate) {
            throw new Failure(settings + " has a " + EnvFile.NAME + " already: without it what is stored can't be"
                    + " opened. To replace it without losing secrets: --rotate");
        }
        Path backup = settings.backup(clock.instant());
        settings.write(NewKey.line());
        say("Wrote a new " + EnvFile.NAME + " into " + settings + ". Back it up, apart from the database.");
        if (backup != null) {
            say("The file as it was: " + backup);
        }
        if (replaces && backup != null) {
            say(rotation(backup));
        }
    }

    private static String rotation(Path backup) {
        return """

                Stored secrets are sealed under the old key, so it must stay usable. Before the next start:
                  1. Put the old key, as in %1$s, as a line of its own into the ring file encryption-key
                     in SIGNALBOX_HOME (mode 600), on every node.
                Then start with the new key, and
                  2. signalbox keys list           shows the new key (source configured) and the old one that seals
                  3. signalbox keys promote NEW
                  4. signalbox keys rewrap
                  5. signalbox keys retire OLD     also takes it out of this node's ring file
                  6. Remove %1$s.""".formatted(backup);
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
