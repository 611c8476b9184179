package dev.signalbox.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * How long a change takes to act on another node over one database: {@code PropagationBench JAR [ROUNDS]}. A token is revoked on
 * one node, and the other's data plane asked without a pause until it refuses it; another provider is made active, and the other
 * asked until its answers carry that revision. Both ways: only one of the nodes applies events to the views.
 */
public final class PropagationBench {

    private static final String TOKENS = "/api/v1/admin/tokens";
    private static final String CONFIG = "/api/v1/llm-config";
    private static final int WARM_UP = 50;

    private final Node writer;
    private final Node other;
    private final int rounds;

    private PropagationBench(Node writer, Node other, int rounds) {
        this.writer = writer;
        this.other = other;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        Path directory = Files.createTempDirectory("signalbox-bench");
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Map<String, String> environment = new HashMap<>(
                Map.of("BYOK_ENCRYPTION_KEY", Base64.getUrlEncoder().encodeToString(key)));
        try (Node first = new Node(jar, Files.createDirectory(directory.resolve("a")), "512m", environment)) {
            environment.putAll(first.sharedDatabase());
            try (Node second = new Node(jar, Files.createDirectory(directory.resolve("b")), "512m", environment)) {
                new PropagationBench(first, second, rounds).run("a to b");
                new PropagationBench(second, first, rounds).run("b to a");
            }
        }
    }

    private void run(String way) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            revocation(new long[2]);
        }
        report(way, "revocation", this::revocation);
        long[] servers = {server(), server()};
        report(way, "active provider", nanos -> activation(servers, nanos));
    }

    /** Fills in when the other node acted, in nanoseconds since the request was sent, and since it was answered. */
    private interface Round {
        void measure(long[] nanos) throws IOException, InterruptedException;
    }

    private void report(String way, String change, Round round) throws IOException, InterruptedException {
        long[] sent = new long[rounds];
        long[] answered = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long[] nanos = new long[2];
            round.measure(nanos);
            sent[i] = nanos[0];
            answered[i] = nanos[1];
        }
        System.out.printf("%s, %-15s  since sent %s; since answered %s%n", way, change, text(sent), text(answered));
    }

    private void revocation(long[] nanos) throws IOException, InterruptedException {
        JsonNode issued = writer.control(
                "POST", TOKENS, "{\"name\":\"bench-" + System.nanoTime() + "\",\"roles\":[\"inference\"]}");
        String token = issued.path("token").asString();
        while (other.models(token).statusCode() != 200) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        writer.control("DELETE", TOKENS + "/" + issued.path("id"), null);
        long answered = System.nanoTime();
        if (writer.models(token).statusCode() != 401) {
            throw new IllegalStateException("The node that revoked it still accepts it");
        }
        while (other.models(token).statusCode() != 401) {
            Thread.onSpinWait();
        }
        stop(nanos, start, answered);
    }

    private long server() throws IOException, InterruptedException {
        String body =
                "{\"name\":\"bench-%d\",\"server_type\":\"ollama\",\"base_url\":\"http://127.0.0.1:9\",\"use_for_chat\":true}";
        return writer.control("POST", CONFIG + "/servers", body.formatted(System.nanoTime()))
                .path("id")
                .asLong();
    }

    private void activation(long[] servers, long[] nanos) throws IOException, InterruptedException {
        long next = servers[0];
        servers[0] = servers[1];
        servers[1] = next;
        long start = System.nanoTime();
        HttpResponse<String> answer = writer.answer(
                "POST",
                CONFIG + "/active",
                "{\"purpose\":\"chat\",\"provider_type\":\"ai_server\",\"provider_id\":%d}".formatted(next));
        long answered = System.nanoTime();
        long revision = revision(answer);
        while (revision(other.models()) < revision) {
            Thread.onSpinWait();
        }
        stop(nanos, start, answered);
    }

    private static long revision(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("X-Config-Revision").orElseThrow();
    }

    private static void stop(long[] nanos, long start, long answered) {
        long now = System.nanoTime();
        nanos[0] = now - start;
        nanos[1] = now - answered;
    }

    private static String text(long[] nanos) {
        Arrays.sort(nanos);
        return "p50 %.1f ms, p99 %.1f ms, most %.1f ms"
                .formatted(
                        nanos[nanos.length / 2] / 1e6,
                        nanos[(int) Math.ceil(nanos.length * 0.99) - 1] / 1e6,
                        nanos[nanos.length - 1] / 1e6);
    }
}
