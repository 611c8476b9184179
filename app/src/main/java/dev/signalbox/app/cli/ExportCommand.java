package dev.signalbox.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/** {@code signalbox export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Prints the configuration as a file for plan and apply; secrets by their fingerprints.",
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox export > signalbox.yaml", "  signalbox export -o json"})
public final class ExportCommand extends Console implements Callable<Integer> {

    public ExportCommand() {
        this(new Connection());
    }

    ExportCommand(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        var answer = controlPlane().answer("GET", "/api/v1/admin/config/export", null, Map.of());
        if (connection().json()) {
            var file = new JsonMapper().createObjectNode();
            file.put(
                    "position",
                    answer.headers().firstValueAsLong("X-Config-Revision").orElse(0));
            file.put("file", answer.body());
            line(file.toPrettyString());
        } else {
            out().print(answer.body());
            out().flush();
        }
        return 0;
    }
}
