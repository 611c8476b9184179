package dev.signalbox.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/** {@code signalbox audit checkpoint}. */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description =
                "Prints the newest checkpoint. Collect them where the node can't write, for: audit verify --checkpoints.",
        footerHeading = "%nExample:%n",
        footer = "  signalbox audit checkpoint >> checkpoints.notes")
final class AuditCheckpoint extends Console implements Callable<Integer> {

    AuditCheckpoint() {
        this(new Connection());
    }

    AuditCheckpoint(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        String note = controlPlane()
                .answer("GET", AuditList.AUDIT + "/checkpoint", null, Map.of())
                .body();
        // println's line feed is the empty line that ends a note in such a file
        print(new JsonMapper().createObjectNode().put("checkpoint", note), note);
        return 0;
    }
}
