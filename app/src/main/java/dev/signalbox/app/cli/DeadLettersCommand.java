package dev.signalbox.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code signalbox projections dead-letters …}: events that a view could not apply. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Events that a view could not apply, and those of the same aggregate behind them.",
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox projections dead-letters list audit", "  signalbox projections dead-letters retry audit"
        })
final class DeadLettersCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Projections projections;

    @Command(
            mixinStandardHelpOptions = true,
            description = "What is parked, and why.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections dead-letters list servers")
    void list(@Parameters(paramLabel = "NAME") String name) {
        JsonNode page = projections.controlPlane().get(path(name) + "?limit=1000");
        Table rows = Table.of("ID", "POSITION", "AGGREGATE", "EVENT", "CAUSE");
        page.path("letters")
                .forEach(letter -> rows.row(
                        Console.text(letter, "id"),
                        Console.text(letter, "position"),
                        Console.text(letter, "aggregate"),
                        Console.text(letter, "event_type"),
                        letter.path("cause").asString("behind it")));
        long parked = page.path("total").asLong();
        projections.print(page, rows.orElse("Nothing is parked.") + (parked == 0 ? "" : "\n" + parked + " parked"));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "One of them, with the event.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections dead-letters show servers 0b7ff32d-5b0c-4c38-9a56-3f4f5c1d8a90")
    void show(@Parameters(paramLabel = "NAME") String name, @Parameters(paramLabel = "ID") String id) {
        projections.line(projections.controlPlane().get(path(name, id)).toPrettyString());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Applies it and what waits behind it; without an ID, all.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections dead-letters retry servers")
    int retry(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id) {
        JsonNode retried = projections.controlPlane().post((id == null ? path(name) : path(name, id)) + "/retry", null);
        String error = retried.path("error").asString("");
        projections.print(
                retried,
                "%d applied, %d still parked%s"
                        .formatted(
                                retried.path("applied").asLong(),
                                retried.path("parked").asLong(),
                                error.isEmpty() ? "." : ": " + error));
        return retried.path("error").isNull() ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lets it go: the view stays without this event until it is rebuilt.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections dead-letters discard servers 0b7ff32d-5b0c-4c38-9a56-3f4f5c1d8a90 --yes")
    int discard(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--yes", required = true, description = "Needed: the view will lack the event.")
                    boolean yes) {
        projections.print(projections.controlPlane().delete(path(name, id)), "Discarded.");
        return 0;
    }

    private static String path(String name) {
        return Projections.path(name) + "/dead-letters";
    }

    private static String path(String name, String id) {
        return path(name) + "/" + Entries.encoded(id);
    }
}
