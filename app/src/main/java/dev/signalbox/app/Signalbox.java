package dev.signalbox.app;

import dev.signalbox.app.cli.Active;
import dev.signalbox.app.cli.ApiKeys;
import dev.signalbox.app.cli.ApplyCommand;
import dev.signalbox.app.cli.AuditCommand;
import dev.signalbox.app.cli.Cli;
import dev.signalbox.app.cli.Completion;
import dev.signalbox.app.cli.Discover;
import dev.signalbox.app.cli.ExportCommand;
import dev.signalbox.app.cli.History;
import dev.signalbox.app.cli.ImportCommand;
import dev.signalbox.app.cli.Keygen;
import dev.signalbox.app.cli.Keys;
import dev.signalbox.app.cli.PlanCommand;
import dev.signalbox.app.cli.Projections;
import dev.signalbox.app.cli.RestoreCommand;
import dev.signalbox.app.cli.SelftestCommand;
import dev.signalbox.app.cli.Servers;
import dev.signalbox.app.cli.StatusCommand;
import dev.signalbox.app.cli.Tokens;
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
            StatusCommand.class,
            Servers.class,
            ApiKeys.class,
            Active.class,
            Discover.class,
            SelftestCommand.class,
            ExportCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            Projections.class,
            History.class,
            RestoreCommand.class,
            ImportCommand.class,
            AuditCommand.class,
            Keys.class,
            Tokens.class,
            Keygen.class,
            Completion.class
        },
        description = "Event-sourced control plane and gateway for LLM providers. Without a command: serve.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is done, or as it should be.",
            "1:It failed, or something is wrong; the message says what to do.",
            "2:plan: the file would change something.",
            "3:audit verify: the log can't be read.",
            "64:Wrong usage."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox                                  serve, in the foreground",
            "  signalbox status",
            "  signalbox servers add workstation --type ollama --base-url http://127.0.0.1:11434 --use-for chat",
            "  signalbox plan -f signalbox.yaml",
            "",
            "Commands talk to $SIGNALBOX_URL (http://127.0.0.1:8084) with the token in $SIGNALBOX_TOKEN, or else the one that the",
            "node keeps in $SIGNALBOX_HOME/admin-token. What the node itself is set by: README.md, Configuration."
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
        System.exit(Cli.of(new Signalbox()).execute(args));
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
