package dev.signalbox.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code signalbox audit export-log}: to the file only when it came whole. */
@Command(
        name = "export-log",
        mixinStandardHelpOptions = true,
        description = "Writes all events as they are stored, one JSON object a line, for: audit verify --export.",
        footerHeading = "%nExample:%n",
        footer = "  signalbox audit export-log --from 1 -f log.ndjson")
final class AuditExportLog extends Console implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            defaultValue = "1",
            description = "The first position. Default: 1.")
    private long from;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file; one that is there is replaced.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    AuditExportLog() {
        this(new Connection());
    }

    AuditExportLog(Connection connection) {
        super(connection);
    }

    @Override
    public Integer call() {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                controlPlane().copy("GET", AuditList.AUDIT + "/log?from=" + from, out);
            }
            long events = lines(part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            print(
                    new JsonMapper()
                            .createObjectNode()
                            .put("file", file.toString())
                            .put("events", events)
                            .put("from", from),
                    "Wrote " + events + (events == 1 ? " event to " : " events to ") + file + ".");
            return 0;
        } catch (IOException e) {
            throw new Failure(file + " can't be written: " + e.getMessage());
        } finally {
            part.toFile().delete();
        }
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
