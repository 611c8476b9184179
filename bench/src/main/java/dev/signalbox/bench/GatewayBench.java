package dev.signalbox.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a request costs that passes through, next to nginx as a plain reverse proxy: {@code GatewayBench JAR [OPTIONS]}. Or what a
 * data-plane node keeps of many requests, slow clients and vanishing ones: {@code GatewayBench JAR soak}. On Linux, with wrk and
 * nginx installed.
 */
public final class GatewayBench {

    private static final String CONFIG = "/api/v1/llm-config";

    private final GatewayOptions options;
    private final Path directory;

    private GatewayBench(GatewayOptions options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        try {
            require("wrk", "nginx");
            GatewayOptions options = GatewayOptions.of(arguments);
            // also when it is interrupted
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroy)));
            System.exit(new GatewayBench(options, Files.createTempDirectory("signalbox-bench")).run() == 0 ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void require(String... programs) {
        List<String> path = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        for (String program : programs) {
            if (path.stream().noneMatch(each -> Files.isExecutable(Path.of(each, program)))) {
                throw new IllegalArgumentException(
                        "There is no %1$s on the PATH; on Debian: apt-get install %1$s".formatted(program));
            }
        }
    }

    private long run() throws IOException, InterruptedException {
        System.out.printf(
                "%d processors, load average %s, JDK %s; logs are in %s%n",
                Runtime.getRuntime().availableProcessors(), Proc.loadAverage(), Runtime.version(), directory);
        Map<String, String> environment = environment();
        try (UpstreamProcess upstream = UpstreamProcess.start(options.upstreamPort());
                Node allRoles = node("all-roles", environment, Map.of("SIGNALBOX_JAVA_OPTS", "-Xmx512m"));
                Node dataPlane = node("data-plane", environment, dataPlane(allRoles))) {
            String token = configure(allRoles, upstream);
            await(dataPlane, token);
            Target node = Target.of("data-plane node", dataPlane.url(), token, dataPlane.process());
            if (options.soak()) {
                return new Soak(node, new Wrk(directory)).run(options.requests());
            }
            try (Nginx nginx = Nginx.start(directory, upstream.port())) {
                List<Target> targets = new ArrayList<>(List.of(
                        Target.of(
                                "straight",
                                upstream.url(),
                                token,
                                upstream.process().toHandle()),
                        Target.of("nginx", nginx.url(), token, nginx.process().toHandle()),
                        Target.of("all roles", allRoles.url(), token, allRoles.process()),
                        node));
                options.peers().forEach(peer -> targets.add(Target.peer(peer, upstream.url())));
                return new Comparison(options, targets, upstream.process().toHandle(), new Wrk(directory)).run();
            }
        }
    }

    /** Nothing of this machine's own: neither its vendors' keys nor how it wants its JVMs. */
    private static Map<String, String> environment() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Map.of(
                "BYOK_ENCRYPTION_KEY", Base64.getUrlEncoder().encodeToString(key),
                "SIGNALBOX_BOOTSTRAP_FROM_ENVIRONMENT", "false",
                "SIGNALBOX_JAVA_OPTS", "");
    }

    private static Map<String, String> dataPlane(Node database) throws IOException {
        Map<String, String> environment = new HashMap<>(database.sharedDatabase());
        environment.put("SIGNALBOX_ROLES", "inference");
        return environment;
    }

    private Node node(String name, Map<String, String> environment, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return Node.launched(options.jar(), Files.createDirectory(directory.resolve(name)), all);
    }

    /** @return a client's token */
    private static String configure(Node node, UpstreamProcess upstream) throws IOException, InterruptedException {
        JsonNode server = node.control("POST", CONFIG + "/servers", """
                {"name":"bench","server_type":"openai-compatible","base_url":"%s","use_for_chat":true,
                 "api_key":"sk-bench-0123456789"}""".formatted(upstream.url()));
        node.control("POST", CONFIG + "/active", """
                {"purpose":"chat","provider_type":"ai_server","provider_id":%d}""".formatted(server.path("id").asLong()));
        return node.control("POST", "/api/v1/admin/tokens", "{\"name\":\"bench\",\"roles\":[\"inference\"]}")
                .path("token")
                .asString();
    }

    /** Until it has heard of all that. */
    private static void await(Node node, String token) throws IOException, InterruptedException {
        while (node.models(token).statusCode() != 200 || node.chat(Answer.JSON.request) != 200) {
            Thread.sleep(50);
        }
    }
}
