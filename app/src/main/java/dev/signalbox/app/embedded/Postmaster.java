package dev.signalbox.app.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running PostgreSQL. */
final class Postmaster {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration STILL_STARTING = Duration.ofSeconds(10);
    private static final long MAX_LOG = 10_000_000;

    private final Programs programs;
    private final Path data;
    private final int port;
    private final Path output;
    private volatile @Nullable Process process;

    Postmaster(Programs programs, Path data, int port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.output = data.resolveSibling("postgres.log");
    }

    /** Returns when PostgreSQL takes connections, which may take a while after a crash. */
    void start() throws IOException, InterruptedException {
        keepLogSmall();
        long logged = Files.exists(output) ? Files.size(output) : 0;
        Process started = programs.startDetached(output, "postgres", arguments());
        process = started;
        awaitReady(started, logged);
    }

    private String[] arguments() {
        Map<String, String> settings = Map.of(
                "port", Integer.toString(port),
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "max_connections", "100",
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "log_timezone", "UTC",
                "timezone", "UTC");
        return Stream.concat(
                        Stream.of("-D", data.toString()),
                        settings.entrySet().stream()
                                .flatMap(each -> Stream.of("-c", each.getKey() + "=" + each.getValue())))
                .toArray(String[]::new);
    }

    /** Blocks until it dies, by whatever. */
    int awaitDeath() throws InterruptedException {
        Process current = process;
        return current == null ? 0 : current.waitFor();
    }

    long pid() {
        Process current = process;
        return current == null ? -1 : current.pid();
    }

    /** Open transactions are rolled back, connections closed, everything written. */
    void stop() throws IOException, InterruptedException {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        try {
            programs.run("PostgreSQL does not stop", "pg_ctl", stopArguments(data, "fast"));
        } catch (EmbeddedDatabaseException e) {
            log.warn("{}; it is killed now, the next start recovers", e.getMessage());
            current.destroyForcibly();
        }
        if (!current.waitFor(10, TimeUnit.SECONDS)) {
            current.destroyForcibly();
        }
    }

    static String[] stopArguments(Path data, String mode) {
        return new String[] {"stop", "--pgdata=" + data, "--mode=" + mode, "--wait", "--timeout=60", "--silent"};
    }

    private void awaitReady(Process started, long logged) throws IOException, InterruptedException {
        long reported = System.nanoTime();
        while (!isReady(started.pid())) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new EmbeddedDatabaseException(
                        "PostgreSQL does not start: " + telling(logged) + " (more in " + output + ")");
            }
            if (System.nanoTime() - reported > STILL_STARTING.toNanos()) {
                reported = System.nanoTime();
                log.info("PostgreSQL is still starting, perhaps it recovers from a crash; see {}", output);
            }
        }
    }

    /** As pg_ctl does it: the first line is the pid, the eighth the state. */
    private boolean isReady(long pid) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return false;
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() >= 8
                && lines.get(0).equals(Long.toString(pid))
                && lines.get(7).strip().equals("ready");
    }

    private String telling(long from) throws IOException {
        byte[] all = Files.readAllBytes(output);
        int start = (int) Math.min(from, all.length);
        return Programs.telling(new String(all, start, all.length - start, StandardCharsets.UTF_8).lines());
    }

    private void keepLogSmall() throws IOException {
        if (Files.exists(output) && Files.size(output) > MAX_LOG) {
            Files.move(output, output.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
