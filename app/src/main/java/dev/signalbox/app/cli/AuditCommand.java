package dev.signalbox.app.cli;

import dev.signalbox.app.verify.VerifyCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox audit …}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        subcommands = VerifyCommand.class,
        description = "The audit log: check it, take it along.",
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox audit verify", "  signalbox audit export-log --output log.ndjson"})
public final class AuditCommand {

    @Command(
            name = "export-log",
            mixinStandardHelpOptions = true,
            description = "Writes all events as they are stored, one JSON object a line.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox audit export-log --from 1 --output log.ndjson")
    int exportLog(
            @Option(names = "--url", description = "of a running instance") @Nullable String url,
            @Option(names = "--from", defaultValue = "1", description = "the first position") long from,
            @Option(names = "--output", required = true, description = "the file") Path output)
            throws IOException, InterruptedException {
        try (OutputStream file = Files.newOutputStream(output)) {
            return send(url, "GET", "/api/v1/llm-config/audit/log?from=" + from, file);
        }
    }

    @Command(
            name = "rotate-key",
            mixinStandardHelpOptions = true,
            description = "Gives the node a new signing key, which the old one vouches for.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox audit rotate-key")
    int rotateKey(@Option(names = "--url", description = "of a running instance") @Nullable String url)
            throws IOException, InterruptedException {
        return send(url, "POST", "/api/v1/admin/audit/signing-key/rotate", System.out);
    }

    private static int send(@Nullable String url, String method, String path, OutputStream out)
            throws IOException, InterruptedException {
        new Connection(System.getenv(), url).controlPlane().copy(method, path, out);
        return 0;
    }
}
