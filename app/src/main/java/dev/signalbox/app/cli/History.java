package dev.signalbox.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code signalbox history …}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What was changed, when and by whom.",
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox history list --limit 20", "  signalbox history diff --from 12 --to 40"})
public final class History extends Console {

    static final String HISTORY = "/api/v1/llm-config/history";

    public History() {
        this(new Connection());
    }

    History(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Changes, newest first.",
            footerHeading = "%nExamples:%n",
            footer = {"  signalbox history list", "  signalbox history list --type server --id 3"})
    void list(
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
                    int limit,
            @Option(names = "--type", paramLabel = "TYPE", description = "server, api_key or active_provider only.")
                    @Nullable
                    String type,
            @Option(names = "--id", paramLabel = "ID", description = "With --type: of this one only.") @Nullable
                    String id) {
        JsonNode page = controlPlane()
                .get(HISTORY + "?limit=" + limit
                        + (type == null ? "" : "&entity_type=" + Entries.encoded(type))
                        + (id == null ? "" : "&entity_id=" + Entries.encoded(id)));
        Table rows = Table.of("POSITION", "TIME", "USER", "WHAT", "OF", "FIELDS");
        page.path("items")
                .forEach(item -> rows.row(
                        text(item, "position"),
                        time(item, "occurred_at"),
                        text(item, "user"),
                        text(item, "event"),
                        text(item, "entity_type") + " " + text(item, "entity_id"),
                        AuditList.cut(String.join(",", item.path("changes").propertyNames()))));
        print(page, rows.orElse("Nothing was changed yet, or nothing like that."));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "What differs between two positions or times.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  signalbox history diff --from 12 --to 40",
                "  signalbox history diff --from 2026-01-31T12:00:00Z"
            })
    void diff(
            @Option(names = "--from", paramLabel = "WHEN", required = true, description = "A position or a time.")
                    String from,
            @Option(names = "--to", paramLabel = "WHEN", description = "Default: now.") @Nullable String to) {
        JsonNode diff = controlPlane()
                .get(HISTORY + "/diff?from=" + Entries.encoded(from)
                        + (to == null ? "" : "&to=" + Entries.encoded(to)));
        List<String> lines = new ArrayList<>();
        diff.path("readable").forEach(line -> lines.add(line.asString()));
        print(diff, lines.isEmpty() ? "No difference." : String.join("\n", lines));
    }
}
