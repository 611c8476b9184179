package dev.signalbox.app;

import dev.signalbox.app.cli.ApplyCommand;
import dev.signalbox.app.cli.AuditCommand;
import dev.signalbox.app.cli.ExportCommand;
import dev.signalbox.app.cli.Failure;
import dev.signalbox.app.cli.ImportCommand;
import dev.signalbox.app.cli.Keygen;
import dev.signalbox.app.cli.Keys;
import dev.signalbox.app.cli.PlanCommand;
import dev.signalbox.app.cli.Projections;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox [COMMAND]}: without a command it serves, in the foreground. */
@Command(
        name = "signalbox",
        mixinStandardHelpOptions = true,
        versionProvider = Signalbox.Version.class,
        subcommands = {
            ExportCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            Projections.class,
            ImportCommand.class,
            Keys.class,
            Keygen.class,
            AuditCommand.class
        },
        description = "Event-sourced control plane and gateway for LLM providers. Without a command: serve.",
        footer = {
            "",
            "Settings come from the environment (SIGNALBOX_HOME, SIGNALBOX_CONTROL_PORT, SIGNALBOX_DATA_PORT, SIGNALBOX_BIND,",
            "SIGNALBOX_DATABASE_URL, SIGNALBOX_ROLES, BYOK_ENCRYPTION_KEY …) or as --signalbox.NAME=VALUE; see README.md."
        })
public final class Signalbox implements Callable<Integer> {

    @Option(names = "--", hidden = true)
    private boolean ignored;

    @Override
    public Integer call() {
        return CommandLine.ExitCode.OK;
    }

    public static void main(String[] args) {
        boolean serves = args.length == 0
                || args[0].equals("serve")
                || args[0].startsWith("--signalbox.")
                || args[0].startsWith("--spring.")
                || args[0].startsWith("--logging.");
        if (serves) {
            serve(args);
            return;
        }
        System.exit(new CommandLine(new Signalbox())
                .setExecutionExceptionHandler(Failure::report)
                .execute(args));
    }

    private static void serve(String[] args) {
        SpringApplication application = new SpringApplication(SignalboxApplication.class);
        application.run(args);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Signalbox.class.getPackage().getImplementationVersion();
            return new String[] {"signalbox " + (version == null ? "(development)" : version)};
        }
    }
}
