package dev.signalbox.app.contract;

import dev.signalbox.app.resilience.SignalboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A Keycloak of its own in developer mode, on loopback, with the realm of the tests. */
final class Keycloak implements AutoCloseable {

    private final int port = SignalboxProcess.freePort();
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param distribution where it is unpacked; what it writes goes there
     * @param work for its log
     */
    Keycloak(Path distribution, Path work) throws IOException {
        Path realms = Files.createDirectories(distribution.resolve("data").resolve("import"));
        try (InputStream realm = Keycloak.class.getResourceAsStream("/keycloak/signalbox-realm.json")) {
            Files.write(
                    realms.resolve("signalbox-realm.json"),
                    Objects.requireNonNull(realm).readAllBytes());
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "bash",
                        distribution.resolve("bin").resolve("kc.sh").toString(),
                        "start-dev",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--http-management-host=127.0.0.1",
                        "--http-management-port=" + SignalboxProcess.freePort(),
                        "--import-realm"))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("keycloak.log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/signalbox";
    }

    boolean isThere() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Keycloak has ended with " + process.exitValue());
        }
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The script, and the JVM that it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
