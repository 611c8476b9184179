package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code signalbox plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what a configuration file would change. Nothing changes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing would change.",
            "1:It could not be planned: something is wrong with the file, or with the connection.",
            "2:Something would change.",
            "64:Wrong usage."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox plan -f signalbox.yaml", "  signalbox plan -f signalbox.yaml --prune -o json"})
public final class PlanCommand extends Console implements Callable<Integer> {

    static final String PLAN = "/api/v1/admin/config/plan";
    private static final int CHANGES = 2;

    @Mixin
    private final ConfigSource source;

    public PlanCommand() {
        this(new Connection(), new ConfigSource());
    }

    PlanCommand(Connection connection, ConfigSource source) {
        super(connection);
        this.source = source;
    }

    @Override
    public Integer call() {
        JsonNode plan = controlPlane().post(PLAN, source.body());
        print(plan, readable(plan));
        return plan.path("changes").isEmpty() ? 0 : CHANGES;
    }

    private String readable(JsonNode plan) {
        if (plan.path("changes").isEmpty()) {
            return "No changes (position " + plan.path("position").asLong() + ").";
        }
        return changes(plan) + "\n" + plan.path("changes").size() + " to change. To apply exactly this:\n"
                + "  signalbox apply -f " + source.file() + (source.prunes() ? " --prune" : "") + " --position "
                + plan.path("position").asLong();
    }

    static String changes(JsonNode plan) {
        StringBuilder text = new StringBuilder();
        plan.path("readable").forEach(line -> text.append(line.asString()).append('\n'));
        return text.toString();
    }
}
