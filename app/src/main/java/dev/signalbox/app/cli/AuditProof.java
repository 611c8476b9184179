package dev.signalbox.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code signalbox audit proof}. */
@Command(
        name = "proof",
        mixinStandardHelpOptions = true,
        description = {
            "How far the log is signed; with a position, all that is needed to prove that one event without the database.",
            "Checked by: signalbox audit verify --bundle FILE --key VKEY"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is done.", "1:It failed, or nothing is signed any more; it says why.", "64:Wrong usage."},
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox audit proof", "  signalbox audit proof 12 -f proof.json"})
final class AuditProof extends Console implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "POSITION", description = "Of the event.")
    private @Nullable Long position;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Write it there instead of printing it.")
    private @Nullable Path file;

    AuditProof() {
        this(new Connection());
    }

    AuditProof(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() throws IOException {
        if (position == null) {
            return status();
        }
        JsonNode bundle = controlPlane().get(AuditList.AUDIT + "/proof/bundle/" + position);
        if (file == null) {
            line(bundle.toPrettyString());
        } else {
            Files.writeString(file, bundle.toPrettyString() + "\n");
            print(bundle, "Wrote " + file + ". To check it: signalbox audit verify --bundle " + file + " --key VKEY");
        }
        return 0;
    }

    private int status() {
        CommandSpec command = spec();
        if (file != null) {
            throw new ParameterException(
                    command.commandLine(), "Say the position of the event that " + file + " is for.");
        }
        JsonNode status = controlPlane().get(AuditList.AUDIT + "/proof");
        String problem = status.path("problem").asString("");
        print(
                status,
                text(status, "origin") + ": " + text(status, "tree_size")
                        + " events in the tree, signed up to position "
                        + text(status, "checkpoint_size") + "."
                        + (problem.isEmpty() ? "" : "\n! Nothing is signed now: " + problem));
        return problem.isEmpty() ? 0 : 1;
    }
}
