package dev.signalbox.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code signalbox projections …}: the views, and how to make them anew from the events. */
@Command(
        name = "projections",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DeadLettersCommand.class,
        description = "The views: how far they are, rebuild, drift, events that could not be applied.",
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox projections list", "  signalbox projections rebuild --all --compare"})
public final class Projections extends Console {

    static final String PATH = "/api/v1/admin/projections";

    public Projections() {
        this(new Connection());
    }

    Projections(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Where the views are, and how many events are parked.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections list")
    void list() {
        JsonNode all = controlPlane().get(PATH);
        Table rows = Table.of("NAME", "STATE", "POSITION", "LAG", "PARKED", "ERROR");
        all.forEach(view -> rows.row(
                text(view, "name"),
                text(view, "state"),
                text(view, "position"),
                text(view, "lag"),
                text(view, "parked"),
                text(view, "error")));
        print(all, rows.text());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes a view anew from all events, and waits until that is done. Readers see no gap.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections rebuild servers --compare")
    int rebuild(
            @Parameters(arity = "0..1", paramLabel = "NAME") @Nullable String name,
            @Option(names = "--all", description = "All views, one after the other.") boolean all,
            @Option(names = "--compare", description = "Change nothing: make it beside, and show rows that differ.")
                    boolean compare) {
        if (all == (name != null)) {
            throw new ParameterException(spec().commandLine(), "Say the name of a view, or --all.");
        }
        ControlPlane node = controlPlane();
        List<String> names = name != null
                ? List.of(name)
                : node.get(PATH)
                        .valueStream()
                        .map(view -> view.path("name").asString())
                        .toList();
        return new RebuildCommand(node, connection().json(), out()).run(names, compare);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Stops a rebuild or comparison; the view stays as it was.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox projections cancel servers")
    void cancel(@Parameters(paramLabel = "NAME") String name) {
        JsonNode status = controlPlane().delete(path(name) + "/rebuild");
        print(status, "The rebuild of " + name + " stops, and has changed nothing.");
    }

    static String path(String name) {
        return PATH + "/" + Entries.encoded(name);
    }
}
