package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code signalbox audit rotate-key}. */
@Command(
        name = "rotate-key",
        mixinStandardHelpOptions = true,
        description = "Gives the node a new signing key, which the old one vouches for.",
        footerHeading = "%nExample:%n",
        footer = "  signalbox audit rotate-key")
final class AuditRotateKey extends Console implements Callable<Integer> {

    AuditRotateKey() {
        this(new Connection());
    }

    AuditRotateKey(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        JsonNode rotated = controlPlane().post("/api/v1/admin/audit/signing-key/rotate", null);
        print(
                rotated,
                "The node signs with a new key from now on; keep it beside the old one:\n  " + text(rotated, "vkey"));
        return 0;
    }
}
