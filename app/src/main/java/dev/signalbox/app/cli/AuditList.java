package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code signalbox audit list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Who did what, newest first; what was refused or denied is there, too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox audit list --limit 50",
            "  signalbox audit list --outcome denied --from 2026-01-31T00:00:00Z",
            "  signalbox audit list --type server --id 3 -o json"
        })
final class AuditList extends Console implements Callable<Integer> {

    static final String AUDIT = "/api/v1/llm-config/audit";

    private static final int MOST = 60;

    @Mixin
    private final AuditFilters filters = new AuditFilters();

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "done, refused, failed or denied.")
    private @Nullable String outcome;

    @Option(names = "--commit", paramLabel = "ID", description = "What this commit of a configuration file did.")
    private @Nullable String commit;

    AuditList() {
        this(new Connection());
    }

    AuditList(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        JsonNode page = controlPlane()
                .get(AUDIT
                        + filters.query()
                        + AuditFilters.parameter("outcome", outcome)
                        + AuditFilters.parameter("config_commit", commit));
        Table rows = Table.of("POSITION", "TIME", "USER", "ACTION", "OF", "OUTCOME", "DETAIL");
        page.path("items")
                .forEach(entry -> rows.row(
                        text(entry, "position"),
                        time(entry, "occurred_at"),
                        text(entry, "user"),
                        text(entry, "action"),
                        of(entry),
                        text(entry, "outcome"),
                        detail(entry)));
        print(page, rows.orElse("Nothing is on record that is like that.") + more(page));
        return 0;
    }

    /** By name where it has one. */
    private static String of(JsonNode entry) {
        String name = text(entry, "entity_name");
        String type = text(entry, "entity_type");
        return type.equals("-") ? "-" : type + " " + (name.equals("-") ? text(entry, "entity_id") : name);
    }

    /** Why it was refused, else which fields it changed. */
    private static String detail(JsonNode entry) {
        String code = text(entry, "error_code");
        String fields = String.join(",", entry.path("changes").propertyNames());
        return !code.equals("-") ? code : fields.isEmpty() ? "-" : cut(fields);
    }

    /** A line has to fit; all of it is in {@code -o json}. */
    static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST - 1) + "…";
    }

    static String more(JsonNode page) {
        JsonNode next = page.path("next_cursor");
        return next.isString() ? "\nThere are older ones: --cursor " + next.asString() : "";
    }
}
