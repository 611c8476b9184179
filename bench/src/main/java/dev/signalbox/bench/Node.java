package dev.signalbox.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged application as a process, with an embedded PostgreSQL in a directory of its own, or on another node's. */
final class Node implements AutoCloseable {

    private static final String TOKEN = "sbx_token-of-the-benchmarks-32-characters";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int control = Ports.free();
    private final int data = Ports.free();
    private final Process process;

    private final Path home;

    Node(Path jar, Path directory) throws IOException, InterruptedException {
        this(jar, directory, "1g");
    }

    Node(Path jar, Path directory, String heap) throws IOException, InterruptedException {
        this(jar, directory, heap, Map.of());
    }

    /**
     * @param heap as {@code -Xmx} has it
     * @param environment what else it is to know, as {@link #sharedDatabase()} of another node
     */
    Node(Path jar, Path directory, String heap, Map<String, String> environment)
            throws IOException, InterruptedException {
        this(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-jar",
                        jar.toString(),
                        "serve"),
                directory,
                environment);
    }

    private Node(List<String> command, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        home = directory.resolve("home");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("signalbox.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SIGNALBOX_HOME", home.toString(),
                        "SIGNALBOX_CONTROL_PORT", Integer.toString(control),
                        "SIGNALBOX_DATA_PORT", Integer.toString(data),
                        "SIGNALBOX_ADMIN_TOKEN", TOKEN));
        builder.environment().putAll(environment);
        process = builder.start();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(directory.resolve("signalbox.log")));
            }
            Thread.sleep(200);
        }
    }

    /** As users start it, by the project's launcher, which knows the JVM's flags for each role. */
    static Node launched(Path jar, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path launcher = jar.resolve("../../../signalbox").normalize();
        return new Node(List.of(launcher.toString()), directory, environment);
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send("GET", control, "/readyz", null).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    JsonNode control(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, control, path, body);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body().isEmpty() ? JSON.missingNode() : JSON.readTree(response.body());
    }

    /** Its embedded database, past the application. */
    Connection database() throws IOException, SQLException {
        String port = Files.readString(home.resolve("database-port")).strip();
        String password = Files.readString(home.resolve("database-password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/signalbox", "signalbox", password);
    }

    /** Lets another node work on its database. */
    Map<String, String> sharedDatabase() throws IOException {
        return Map.of(
                "SIGNALBOX_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:"
                        + Files.readString(home.resolve("database-port")).strip() + "/signalbox",
                "SIGNALBOX_DATABASE_USER",
                "signalbox",
                "SIGNALBOX_DATABASE_PASSWORD",
                Files.readString(home.resolve("database-password")).strip());
    }

    /** A request that changes nothing, on the data plane. */
    HttpResponse<String> models(String token) throws IOException, InterruptedException {
        return send("GET", data, "/v1/models", null, token);
    }

    HttpResponse<String> models() throws IOException, InterruptedException {
        return models(TOKEN);
    }

    /** @return how many lines came, and how many bytes */
    long[] lines(String path, String accept) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofInputStream());
        long lines = 0;
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream body = response.body()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return new long[] {lines, bytes};
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Its data plane. */
    String url() {
        return "http://127.0.0.1:" + data;
    }

    int chat(String body) throws InterruptedException {
        try {
            return send("POST", data, "/v1/chat/completions", body).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** As it came, whatever its status. */
    HttpResponse<String> answer(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        return send(method, control, path, body);
    }

    private HttpResponse<String> send(String method, int port, String path, @Nullable String body)
            throws IOException, InterruptedException {
        return send(method, port, path, body, TOKEN);
    }

    private HttpResponse<String> send(String method, int port, String path, @Nullable String body, String token)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        http.close();
    }
}
