package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code signalbox audit keys}. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "The public keys that checkpoints are signed with. Keep them elsewhere, for: audit verify --key.",
        footerHeading = "%nExample:%n",
        footer = "  signalbox audit keys")
final class AuditKeys extends Console implements Callable<Integer> {

    AuditKeys() {
        this(new Connection());
    }

    AuditKeys(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        JsonNode answer = controlPlane().get(AuditList.AUDIT + "/keys");
        Table rows = Table.of("SINCE", "UNTIL", "KEY");
        answer.path("keys")
                .forEach(key -> rows.row(time(key, "created_at"), time(key, "retired_at"), text(key, "vkey")));
        print(answer, rows.orElse("There is no key yet: a node makes one when it signs for the first time."));
        return 0;
    }
}
