package dev.signalbox.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Servers and API keys as people name them: by number, or by name. */
final class Entries {

    static final String SERVERS = "/api/v1/llm-config/servers";
    static final String KEYS = "/api/v1/llm-config/api-keys";

    private Entries() {}

    static JsonNode server(ControlPlane node, String name) {
        return find(node.get(SERVERS), name, "server", "signalbox servers list", Entries::serverName);
    }

    /** By number, {@code provider/key_name}, or the key's name alone where that is enough. */
    static JsonNode apiKey(ControlPlane node, String name) {
        JsonNode all = node.get(KEYS);
        List<JsonNode> alone =
                matching(all, key -> key.path("key_name").asString().equals(name));
        return alone.size() == 1
                ? alone.getFirst()
                : find(all, name, "API key", "signalbox api-keys list", Entries::keyName);
    }

    static String serverName(JsonNode server) {
        return server.path("name").asString();
    }

    static String keyName(JsonNode key) {
        return key.path("provider").asString() + "/" + key.path("key_name").asString();
    }

    private static JsonNode find(
            JsonNode all, String name, String what, String list, Function<JsonNode, String> names) {
        List<JsonNode> found = matching(all, entry -> names.apply(entry).equals(name));
        if (found.isEmpty()) {
            found = matching(all, entry -> entry.path("id").asString().equals(name));
        }
        if (found.isEmpty()) {
            throw new Failure("There is no " + what + " " + name + ". To see them: " + list);
        }
        return found.getFirst();
    }

    private static List<JsonNode> matching(JsonNode all, Function<JsonNode, Boolean> wanted) {
        return StreamSupport.stream(all.spliterator(), false)
                .filter(wanted::apply)
                .toList();
    }

    static String path(String collection, JsonNode entry) {
        return collection + "/" + entry.path("id").asString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
