package dev.signalbox.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox active …}. */
@Command(
        name = "active",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Who is active for chat, embeddings and reranking.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox active list",
            "  signalbox active set chat server:workstation --fallback key:openai/Main@gpt-5-mini"
        })
public final class Active extends Console {

    private static final String ACTIVE = "/api/v1/llm-config/active";
    private static final JsonMapper JSON = new JsonMapper();

    public Active() {
        this(new Connection());
    }

    Active(Connection connection) {
        super(connection);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "The active provider of each purpose, and its fallbacks in order.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox active list")
    void list() {
        ControlPlane node = controlPlane();
        JsonNode active = node.get(ACTIVE);
        print(active, text(node, active));
    }

    static String text(ControlPlane node, JsonNode active) {
        Table rows = Table.withoutHead();
        JsonNode servers = node.get(Entries.SERVERS);
        JsonNode keys = node.get(Entries.KEYS);
        for (String purpose : List.of("chat", "embeddings", "reranking")) {
            JsonNode set = active.path(purpose);
            rows.row(purpose, set.isObject() ? targets(set, servers, keys) : "none");
        }
        return rows.text();
    }

    private static String targets(JsonNode set, JsonNode servers, JsonNode keys) {
        StringBuilder text = new StringBuilder(name(set, servers, keys));
        for (JsonNode fallback : set.path("fallbacks")) {
            text.append(", then ").append(name(fallback, servers, keys));
        }
        return text.toString();
    }

    private static String name(JsonNode target, JsonNode servers, JsonNode keys) {
        boolean server = text(target, "provider_type").equals("ai_server");
        String name = "#" + text(target, "provider_id");
        for (JsonNode entry : server ? servers : keys) {
            if (text(entry, "id").equals(text(target, "provider_id"))) {
                name = server ? Entries.serverName(entry) : Entries.keyName(entry);
            }
        }
        String model = text(target, "model");
        return (server ? "server:" : "key:") + name + (model.equals("-") ? "" : "@" + model);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Makes a provider active. TARGET is server:NAME or key:PROVIDER/NAME, with @MODEL for a model of its own.",
                "Replaces the fallbacks, too."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  signalbox active set chat server:workstation",
                "  signalbox active set chat server:workstation --fallback key:openai/Main@gpt-5-mini --fallback server:gpu-2"
            })
    void set(
            @Parameters(paramLabel = "PURPOSE", description = "chat, embeddings or reranking.") String purpose,
            @Parameters(paramLabel = "TARGET") String target,
            @Option(names = "--fallback", paramLabel = "TARGET", description = "Tried when the ones before it fail.")
                    @Nullable
                    List<String> fallbacks) {
        ControlPlane node = controlPlane();
        ObjectNode body = target(node, target).put("purpose", purpose);
        var list = body.putArray("fallbacks");
        if (fallbacks != null) {
            fallbacks.forEach(fallback -> list.add(target(node, fallback)));
        }
        JsonNode answer = node.post(ACTIVE, JSON.writeValueAsString(body));
        print(answer, text(answer, "message") + ".");
    }

    private static ObjectNode target(ControlPlane node, String text) {
        int at = text.lastIndexOf('@');
        String model = at < 0 ? null : text.substring(at + 1);
        String name = at < 0 ? text : text.substring(0, at);
        ObjectNode target = JSON.createObjectNode();
        if (name.startsWith("server:")) {
            JsonNode server = Entries.server(node, name.substring("server:".length()));
            target.put("provider_type", "ai_server")
                    .put("provider_id", server.path("id").asLong());
        } else if (name.startsWith("key:")) {
            JsonNode key = Entries.apiKey(node, name.substring("key:".length()));
            target.put("provider_type", "api_key")
                    .put("provider_id", key.path("id").asLong());
        } else {
            throw new Failure(
                    text + " is no target: write server:NAME or key:PROVIDER/NAME, as signalbox active list does.");
        }
        return model == null ? target : target.put("model", model);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Leaves a purpose without a provider.",
            footerHeading = "%nExample:%n",
            footer = "  signalbox active clear reranking")
    void clear(@Parameters(paramLabel = "PURPOSE") String purpose) {
        print(
                controlPlane().delete(ACTIVE + "/" + Entries.encoded(purpose)),
                "Nothing is active for " + purpose + " now.");
    }
}
