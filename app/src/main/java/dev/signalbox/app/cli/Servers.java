package dev.signalbox.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox servers …}. */
@Command(
        name = "servers",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The AI servers; NAME may be a number, too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox servers list",
            "  signalbox servers add workstation --type ollama --base-url http://127.0.0.1:11434 --use-for chat"
        })
public final class Servers extends Console {

    private static final List<String> PURPOSES = List.of("chat", "embeddings", "reranking");
    private static final JsonMapper JSON = new JsonMapper();

    public Servers() {
        this(new Connection());
    }

    Servers(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "All servers.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox servers list -o json")
    void list() {
        JsonNode servers = controlPlane().get(Entries.SERVERS);
        Table rows = Table.of("ID", "NAME", "TYPE", "BASE URL", "FOR", "KEY", "HEALTH");
        servers.forEach(server -> rows.row(
                text(server, "id"),
                text(server, "name"),
                text(server, "server_type"),
                text(server, "base_url"),
                purposes(server),
                text(server, "masked_api_key"),
                server.path("enabled").asBoolean() ? text(server, "health_status") : "disabled"));
        print(
                servers,
                rows.orElse("There is no server yet. To see what runs on this machine: signalbox discover; to add one:"
                        + " signalbox servers add --help"));
    }

    private static String purposes(JsonNode server) {
        List<String> marked = PURPOSES.stream()
                .filter(purpose -> server.path("use_for_" + purpose).asBoolean())
                .toList();
        return marked.isEmpty() ? "-" : String.join(",", marked);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "One server with all its fields.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox servers show workstation")
    void show(@Parameters(paramLabel = "NAME") String name) {
        JsonNode server = Entries.server(controlPlane(), name);
        line(server.toPrettyString());
    }

    /** What can be said about a server. */
    static final class Fields {
        @Option(names = "--type", paramLabel = "TYPE", description = "vllm, ollama, llamacpp or openai-compatible.")
        private @Nullable String type;

        @Option(names = "--base-url", paramLabel = "URL", description = "As http://127.0.0.1:11434, without /v1.")
        private @Nullable String baseUrl;

        @Option(names = "--model-path", paramLabel = "MODEL", description = "The model to ask for; vllm needs it.")
        private @Nullable String modelPath;

        @Option(
                names = "--use-for",
                split = ",",
                paramLabel = "PURPOSE",
                description = "chat, embeddings, reranking; several with commas. Replaces what was there.")
        private @Nullable List<String> purposes;

        @Option(names = "--enabled", negatable = true, description = "Whether it is used.")
        private @Nullable Boolean enabled;

        ObjectNode body() {
            ObjectNode body = JSON.createObjectNode();
            put(body, "server_type", type);
            put(body, "base_url", baseUrl);
            put(body, "model_path", modelPath);
            if (enabled != null) {
                body.put("enabled", enabled);
            }
            if (purposes != null) {
                for (String wanted : purposes) {
                    if (!PURPOSES.contains(wanted)) {
                        throw new Failure("--use-for " + wanted + " is none of " + String.join(", ", PURPOSES) + ".");
                    }
                }
                for (String purpose : PURPOSES) {
                    body.put("use_for_" + purpose, purposes.contains(purpose));
                }
            }
            return body;
        }

        private static void put(ObjectNode body, String field, @Nullable String value) {
            if (value != null) {
                body.put(field, value);
            }
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Registers a server.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  signalbox servers add workstation --type ollama --base-url http://127.0.0.1:11434 --use-for chat",
                "  signalbox servers add gpu-1 --type vllm --base-url http://10.0.0.1:8000 --model-path llama --key env:GPU_KEY"
            })
    void add(@Parameters(paramLabel = "NAME") String name, @Mixin Fields fields, @Mixin KeyOption key) {
        ObjectNode body = fields.body().put("name", name);
        if (key.isGiven()) {
            body.put("api_key", key.value());
        }
        JsonNode server = controlPlane().post(Entries.SERVERS, JSON.writeValueAsString(body));
        print(server, "Registered the server " + name + " with the number " + text(server, "id") + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Changes what is named; the rest stays.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  signalbox servers update workstation --use-for chat,embeddings",
                "  signalbox servers update gpu-1 --key file:gpu.key",
                "  signalbox servers update gpu-1 --no-enabled"
            })
    void update(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--rename", paramLabel = "NEW-NAME", description = "Gives it another name.") @Nullable
                    String newName,
            @Mixin Fields fields,
            @Mixin KeyOption key) {
        ControlPlane node = controlPlane();
        JsonNode server = Entries.server(node, name);
        ObjectNode body = fields.body();
        Fields.put(body, "name", newName);
        if (key.isGiven()) {
            body.put("api_key", key.value());
        }
        JsonNode changed = node.put(Entries.path(Entries.SERVERS, server), JSON.writeValueAsString(body));
        print(changed, "Changed the server " + text(changed, "name") + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Removes a server that is not in use; its key is destroyed.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox servers remove workstation")
    void remove(@Parameters(paramLabel = "NAME") String name) {
        ControlPlane node = controlPlane();
        print(
                node.delete(Entries.path(Entries.SERVERS, Entries.server(node, name))),
                "Removed the server " + name + ".");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Asks a server how it is; exit code 1 when it is down.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox servers test workstation")
    int test(@Parameters(paramLabel = "NAME") String name) {
        ControlPlane node = controlPlane();
        JsonNode tested = node.post(Entries.path(Entries.SERVERS, Entries.server(node, name)) + "/test", null);
        print(
                tested,
                text(tested, "status") + ": " + text(tested, "message") + " (" + text(tested, "latency_ms") + " ms)");
        return text(tested, "status").equals("down") ? 1 : 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "The models that a server offers.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox servers models workstation")
    void models(@Parameters(paramLabel = "NAME") String name) {
        ControlPlane node = controlPlane();
        JsonNode models = node.get(Entries.path(Entries.SERVERS, Entries.server(node, name)) + "/models");
        List<String> names = new ArrayList<>();
        models.forEach(model -> names.add(model.asString()));
        print(models, names.isEmpty() ? "It offers no model." : String.join("\n", names));
    }

    /** For {@link Discover}, too. */
    static Map<String, String> baseUrls(JsonNode servers) {
        Map<String, String> urls = new java.util.HashMap<>();
        servers.forEach(server -> urls.put(text(server, "base_url"), text(server, "name")));
        return urls;
    }
}
