package dev.signalbox.app.cli;

import dev.signalbox.app.verify.VerifyCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalbox audit …}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        subcommands = VerifyCommand.class,
        description = "The audit log: check it, take it along.")
public final class AuditCommand {

    @Command(name = "export-log", description = "Writes all events as they are stored, one JSON object a line.")
    int exportLog(
            @Option(names = "--url", description = "of a running instance") @Nullable String url,
            @Option(names = "--from", defaultValue = "1", description = "the first position") long from,
            @Option(names = "--output", required = true, description = "the file") Path output)
            throws IOException, InterruptedException {
        try (OutputStream file = Files.newOutputStream(output)) {
            return send(url, "GET", "/api/v1/llm-config/audit/log?from=" + from, file);
        }
    }

    @Command(name = "rotate-key", description = "Gives the node a new signing key, which the old one vouches for.")
    int rotateKey(@Option(names = "--url", description = "of a running instance") @Nullable String url)
            throws IOException, InterruptedException {
        return send(url, "POST", "/api/v1/admin/audit/signing-key/rotate", System.out);
    }

    private static int send(@Nullable String url, String method, String path, OutputStream out)
            throws IOException, InterruptedException {
        String base =
                url != null ? url : Objects.requireNonNullElse(System.getenv("SIGNALBOX_URL"), "http://127.0.0.1:8084");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token())
                .method(method, BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    System.err.println(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                    return 1;
                }
                body.transferTo(out);
                out.flush();
                return 0;
            }
        }
    }

    private static String token() throws IOException {
        String set = System.getenv("SIGNALBOX_TOKEN");
        if (set != null) {
            return set;
        }
        String home = System.getenv("SIGNALBOX_HOME");
        Path directory = home == null ? Path.of(System.getProperty("user.home"), ".signalbox") : Path.of(home);
        return Files.readString(directory.resolve("admin-token")).strip();
    }
}
