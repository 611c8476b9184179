package dev.signalbox.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code signalbox apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Makes the configuration what a file says: all of it in one transaction, or nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The configuration is what the file says.",
            "1:Nothing was changed: something is wrong with the file, the plan is out of date, or nothing answers.",
            "64:Wrong usage."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox apply -f signalbox.yaml",
            "  signalbox apply -f signalbox.yaml --position 42 --commit \"$(git rev-parse HEAD)\"",
            "  OPENAI_KEY=… signalbox apply -f signalbox.yaml    (with api_key: env:OPENAI_KEY in it)"
        })
public final class ApplyCommand extends Console implements Callable<Integer> {

    @Mixin
    private final ConfigSource source;

    @Option(
            names = "--position",
            paramLabel = "N",
            description = "The position that was planned at: refuses when something was changed since. Default: plan"
                    + " now, and apply that.")
    private @Nullable Long position;

    public ApplyCommand() {
        this(new Connection(), new ConfigSource());
    }

    ApplyCommand(Connection connection, ConfigSource source) {
        super(connection);
        this.source = source;
    }

    @Override
    public Integer call() {
        ControlPlane node = controlPlane();
        String body = source.body();
        Long planned = position;
        if (planned == null) {
            planned = node.post(PlanCommand.PLAN, body).path("position").asLong();
        }
        var answer = node.answer("POST", "/api/v1/admin/config/apply", body, Map.of("If-Match", "\"" + planned + "\""));
        JsonNode applied = ControlPlane.parsed(answer.body());
        long now = applied.path("position").asLong();
        print(
                applied,
                applied.path("changes").isEmpty()
                        ? "No changes (position " + now + ")."
                        : PlanCommand.changes(applied) + "\nApplied: the configuration is at position " + now + ".");
        return 0;
    }
}
