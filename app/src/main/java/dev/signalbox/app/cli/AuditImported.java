package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code signalbox audit imported}: the log of the product that was moved from. */
@Command(
        name = "imported",
        mixinStandardHelpOptions = true,
        description = {
            "What another product had on record before it was moved from, newest first.",
            "To see whether it is still what was imported: --batches, or signalbox audit verify."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "1:It failed; or with --batches: rows are not those that were imported.",
            "64:Wrong usage."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox audit imported --user alice",
            "  signalbox audit imported --source ops-center --action set_active -o json",
            "  signalbox audit imported --batches"
        })
final class AuditImported extends Console implements Callable<Integer> {

    private static final String IMPORTED = AuditList.AUDIT + "/imported";

    @Mixin
    private final AuditFilters filters = new AuditFilters();

    @Option(names = "--source", paramLabel = "NAME", description = "From this installation only.")
    private @Nullable String source;

    @Option(
            names = "--batches",
            description = "Each import instead: how many rows, and whether they still fit the digest in its event.")
    private boolean batches;

    AuditImported() {
        this(new Connection());
    }

    AuditImported(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        return batches ? batches() : entries();
    }

    private int entries() {
        JsonNode page = controlPlane().get(IMPORTED + filters.query() + AuditFilters.parameter("source", source));
        Table rows = Table.of("SOURCE", "OLD ID", "TIME", "USER", "ACTION", "OF", "CHANGES");
        page.path("items")
                .forEach(entry -> rows.row(
                        text(entry, "source"),
                        text(entry, "source_id"),
                        time(entry, "occurred_at"),
                        text(entry, "user"),
                        text(entry, "action"),
                        text(entry, "entity_type") + " " + text(entry, "entity_id"),
                        entry.path("changes").isNull()
                                ? "-"
                                : AuditList.cut(entry.path("changes").toString())));
        print(
                page,
                rows.orElse("Nothing was imported that is like that. To import: signalbox import ops-center --help")
                        + AuditList.more(page));
        return 0;
    }

    private int batches() {
        JsonNode all = controlPlane().get(IMPORTED + "/batches");
        Table rows = Table.of("SOURCE", "BATCH", "ROWS", "POSITION", "STATE", "DIGEST");
        all.forEach(batch -> rows.row(
                text(batch, "source"),
                text(batch, "batch"),
                text(batch, "rows"),
                text(batch, "position"),
                batch.path("intact").asBoolean() ? "intact" : "CHANGED",
                text(batch, "digest")));
        print(all, rows.orElse("Nothing was imported. To import: signalbox import ops-center --help"));
        return all.valueStream().allMatch(batch -> batch.path("intact").asBoolean()) ? 0 : 1;
    }
}
