package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Makes the configuration again what it was after a position, by new commands in one transaction.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Restored, or with --dry-run: it could be.", "1:Nothing was changed.", "64:Wrong usage."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox restore --position 40 --dry-run",
            "  signalbox restore --position 40 --base 52",
            "  signalbox restore --position 40 --type server --id 3"
        })
public final class RestoreCommand extends Console implements Callable<Integer> {

    @Option(names = "--position", paramLabel = "N", required = true, description = "As it was after this position.")
    private long position;

    @Option(names = "--dry-run", description = "Only say what would be done, and what can't come back.")
    private boolean dryRun;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only a server, api_key or active_provider.")
    private @Nullable String type;

    @Option(names = "--id", paramLabel = "ID", description = "With --type: which one.")
    private @Nullable String id;

    @Option(names = "--base", paramLabel = "N", description = "Refuse when something was changed since this position.")
    private @Nullable Long base;

    @Option(names = "--destroy-secrets", description = "Also remove and clear where that destroys a stored secret.")
    private boolean destroySecrets;

    public RestoreCommand() {
        this(new Connection());
    }

    RestoreCommand(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        ObjectNode body = new JsonMapper()
                .createObjectNode()
                .put("position", position)
                .put("dry_run", dryRun)
                .put("entity_type", type)
                .put("entity_id", id)
                .put("base_position", base)
                .put("destroy_secrets", destroySecrets);
        JsonNode done = controlPlane().post(History.HISTORY + "/restore", body.toString());
        print(done, text(done));
        return done.path("refused").isObject() ? 1 : 0;
    }

    private String text(JsonNode done) {
        StringBuilder text = new StringBuilder();
        done.path("commands")
                .forEach(step -> text.append("~ ")
                        .append(text(step, "command"))
                        .append(' ')
                        .append(text(step, "name"))
                        .append('\n'));
        done.path("not_restored")
                .forEach(left -> text.append("! ")
                        .append(text(left, "name"))
                        .append(left.path("field").isString() ? " " + text(left, "field") : "")
                        .append(": ")
                        .append(text(left, "detail"))
                        .append('\n'));
        if (done.path("refused").isObject()) {
            return text + text(done.path("refused"), "detail");
        }
        int count = done.path("commands").size();
        if (count == 0) {
            return text + "Nothing is done: everything that can be is as it was.";
        }
        String commands = count + (count == 1 ? " command" : " commands");
        return text
                + (dryRun
                        ? commands + ". To do it: the same without --dry-run, with --base "
                                + text(done, "base_position")
                        : commands + " done.");
    }
}
