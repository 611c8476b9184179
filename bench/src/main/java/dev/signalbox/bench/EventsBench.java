package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rebuilds of all views, audit queries and exports over many events: {@code EventsBench JAR DIRECTORY generate [EVENTS]}, and
 * then {@code EventsBench JAR DIRECTORY measure}.
 */
public final class EventsBench {

    private static final String PROJECTIONS = "/api/v1/admin/projections";
    private static final String AUDIT = "/api/v1/llm-config/audit";

    private static final List<String> VIEWS = List.of("servers", "api-keys", "active-providers", "tokens", "audit");

    private final Path jar;
    private final Path directory;

    private EventsBench(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        EventsBench bench = new EventsBench(Path.of(arguments[0]).toAbsolutePath(), directory);
        if (arguments[2].equals("generate")) {
            bench.generate(arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1_000_000);
        } else {
            bench.measure();
        }
    }

    private void generate(int events) throws Exception {
        try (Node node = node("1g")) {
            try (Connection database = node.database()) {
                Instant start = Instant.now();
                GeneratedEvents.insert(database, events);
                System.out.printf("%d events generated in %s%n", events, Duration.between(start, Instant.now()));
            }
        }
        // another process, for the token is in this one's memory; it signs the tree, which must not be measured with
        // the rest
        try (Node node = node("1g")) {
            while (node.control("GET", AUDIT + "/proof", null)
                            .path("checkpoint_size")
                            .asLong()
                    < events) {
                Thread.sleep(1000);
            }
            for (String view : VIEWS) {
                System.out.println("filled:  " + rebuild(node, view));
            }
        }
    }

    /** Thousands of servers that don't exist would be probed meanwhile. */
    private Node node(String heap) throws IOException, InterruptedException {
        return new Node(jar, directory, heap, Map.of("SIGNALBOX_PROBE_SCHEDULED", "false"));
    }

    private void measure() throws Exception {
        try (Node node = node("1g")) {
            long limit = limit(node);
            // once in a JVM that still compiles, as after a start, and once as later
            for (String when : List.of("first", "again")) {
                for (String view : VIEWS) {
                    JsonNode end = rebuild(node, view);
                    long rate = rate(end);
                    System.out.printf(
                            "rebuild %-5s %-17s %d events/s, %.0f %% of the limit, %d rows replaced%n",
                            when,
                            view,
                            rate,
                            100.0 * rate / limit,
                            end.path("rows_replaced").asLong());
                }
            }
            queries(node);
        }
        try (Node small = node("256m")) {
            export(small, "application/x-ndjson");
            export(small, "text/csv");
        }
    }

    /** Reading the payload column in the order of positions, and decoding its JSON. */
    private static long limit(Node node) throws IOException, SQLException {
        JsonMapper json = JsonMapper.shared();
        long best = 0;
        for (int round = 0; round < 2; round++) {
            long count = 0;
            long start = System.nanoTime();
            try (Connection database = node.database()) {
                database.setAutoCommit(false);
                try (Statement statement = database.createStatement()) {
                    statement.setFetchSize(2000);
                    try (ResultSet rows =
                            statement.executeQuery("select payload from domain_event_entry order by global_index")) {
                        while (rows.next()) {
                            count += json.readTree(rows.getBytes(1)).isObject() ? 1 : 0;
                        }
                    }
                }
            }
            best = Math.max(best, count * 1_000_000_000L / (System.nanoTime() - start));
        }
        System.out.printf("limit: reading and decoding %d payloads/s%n", best);
        return best;
    }

    private static JsonNode rebuild(Node node, String view) throws IOException, InterruptedException {
        node.control("POST", PROJECTIONS + "/" + view + "/rebuild", null);
        while (true) {
            JsonNode rebuild =
                    node.control("GET", PROJECTIONS + "/" + view, null).path("rebuild");
            if (!rebuild.path("finished_at").isNull()) {
                return rebuild;
            }
            Thread.sleep(200);
        }
    }

    private static long rate(JsonNode rebuild) {
        Duration took = Duration.between(
                Instant.parse(rebuild.path("started_at").asString()),
                Instant.parse(rebuild.path("finished_at").asString()));
        return rebuild.path("events_done").asLong() * 1000 / Math.max(1, took.toMillis());
    }

    private static void queries(Node node) throws IOException, InterruptedException {
        for (String query : List.of(
                "?limit=100",
                "?limit=100&user=operator-7",
                "?limit=100&entity_type=server&entity_id=4711",
                "?limit=100&action=update_server&from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z",
                "?limit=100&q=rack+server",
                "?limit=100&q=4711",
                "?limit=100&client_address=10.0.0.77",
                "?limit=100&field=base_url",
                "?limit=100&field=model_path",
                "?limit=100&user_agent=nobody",
                "?limit=100&from_position=400000&to_position=400100")) {
            long[] nanos = new long[100];
            for (int i = -20; i < nanos.length; i++) {
                long start = System.nanoTime();
                node.control("GET", AUDIT + query, null);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - start;
                }
            }
            Arrays.sort(nanos);
            System.out.printf("audit%-90s p50 %6.1f ms  p99 %6.1f ms%n", query, nanos[50] / 1e6, nanos[98] / 1e6);
        }
        String cursor = "";
        long[] nanos = new long[300];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            JsonNode page = node.control("GET", AUDIT + "?limit=1000" + cursor, null);
            nanos[i] = System.nanoTime() - start;
            cursor = "&cursor=" + page.path("next_cursor").asString();
        }
        Arrays.sort(nanos);
        System.out.printf(
                "audit, 300 pages of 1000 by cursor: p50 %.1f ms  p99 %.1f ms%n", nanos[150] / 1e6, nanos[297] / 1e6);
    }

    private static void export(Node node, String format) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long[] size = node.lines(AUDIT, format);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "export %-20s %d lines, %d MB in %.1f s, %.0f entries/s, with -Xmx256m%n",
                format, size[0], size[1] / 1_000_000, seconds, size[0] / seconds);
    }
}
