package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The application as a process of its own: it can be killed, and started again on the same home and ports. */
public final class SignalboxProcess implements AutoCloseable {

    public static final String TOKEN = "sbx_test-admin-token-of-32-characters";

    private static final Duration START = Duration.ofSeconds(120);

    public final int controlPort = freePort();
    public final int dataPort = freePort();
    private final Path home;
    private final Path log;
    private final Map<String, String> settings = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private @Nullable Process process;

    public SignalboxProcess(Path home) {
        this.home = home;
        this.log = home.resolveSibling(home.getFileName() + ".log");
    }

    /** A property of Spring's, for all following starts. */
    public SignalboxProcess with(String property, Object value) {
        settings.put(property, value.toString());
        return this;
    }

    /** Starts it and waits until it takes requests. */
    public SignalboxProcess start() {
        launch();
        await().atMost(START).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            assertThat(process().isAlive()).as(() -> "it runs; " + log()).isTrue();
            return status("/readyz") == 200;
        });
        return this;
    }

    /** Starts it and doesn't wait. */
    public Process launch() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.signalbox.app.Signalbox",
                "serve"));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SIGNALBOX_HOME", home.toString(),
                        "SIGNALBOX_CONTROL_PORT", Integer.toString(controlPort),
                        "SIGNALBOX_DATA_PORT", Integer.toString(dataPort),
                        "SIGNALBOX_ADMIN_TOKEN", TOKEN,
                        "SIGNALBOX_BOOTSTRAP_FROM_ENVIRONMENT", "false"));
        try {
            Process launched = builder.start();
            process = launched;
            return launched;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Process process() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("Not started");
        }
        return started;
    }

    /** As the kernel's out-of-memory killer does it. */
    public void kill() {
        process().destroyForcibly();
        process().onExit().join();
    }

    /** All that it has written, over all its starts. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String control(String path) {
        return "http://127.0.0.1:" + controlPort + path;
    }

    public String data(String path) {
        return "http://127.0.0.1:" + dataPort + path;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", control(path), null);
    }

    /** A write of the configuration, or whatever else the control plane takes. */
    public HttpResponse<String> write(String method, String path, @Nullable String json, String... headers)
            throws IOException, InterruptedException {
        return send(method, control("/api/v1/llm-config" + path), json, headers);
    }

    public HttpResponse<String> chat(String json) throws IOException, InterruptedException {
        return send("POST", data("/v1/chat/completions"), json);
    }

    public HttpResponse<String> send(String method, String url, @Nullable String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private int status(String path) throws IOException, InterruptedException {
        return get(path).statusCode();
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops it in order, so that its PostgreSQL stops as well. */
    @Override
    public void close() {
        Process started = process;
        if (started != null && started.isAlive()) {
            started.destroy();
            started.onExit().join();
        }
        http.close();
    }
}
