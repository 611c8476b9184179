package dev.signalbox.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code signalbox discover}: looks at this machine's loopback, and only says what it found. */
@Command(
        name = "discover",
        mixinStandardHelpOptions = true,
        description = {
            "Finds AI servers on this machine and prints the commands that would add them. Adds nothing.",
            "Looks at 127.0.0.1 for Ollama (port 11434), vLLM (8000), llama.cpp (8080) and LM Studio (1234)."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  signalbox discover", "  signalbox discover -o json"})
public final class Discover extends Console implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 1 << 20;

    private final Map<String, Integer> ports;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    public Discover() {
        this(new Connection(), Map.of("ollama", 11434, "vllm", 8000, "llamacpp", 8080, "openai-compatible", 1234));
    }

    /** @param ports by what usually listens there */
    Discover(Connection connection, Map<String, Integer> ports) {
        super(connection);
        this.ports = ports;
    }

    private record Found(
            String type,
            String url,
            List<String> models,
            @Nullable String registered) {

        String command() {
            String command = "signalbox servers add local-" + (type.equals("openai-compatible") ? "server" : type)
                    + " --type " + type + " --base-url " + url;
            return command + (type.equals("vllm") && !models.isEmpty() ? " --model-path " + models.getFirst() : "")
                    + " --use-for chat";
        }
    }

    @Override
    public Integer call() {
        Map<String, String> known = registered();
        List<Found> all = new ArrayList<>();
        for (String usual : List.of("ollama", "vllm", "llamacpp", "openai-compatible")) {
            Integer port = ports.get(usual);
            Found found = port == null ? null : look(usual, "http://127.0.0.1:" + port, known);
            if (found != null) {
                all.add(found);
            }
        }
        var json = JSON.createArrayNode();
        all.forEach(found -> {
            ObjectNode item = json.addObject().put("server_type", found.type()).put("base_url", found.url());
            found.models().forEach(item.putArray("models")::add);
            item.put("registered_as", found.registered()).put("command", found.command());
        });
        print(json, text(all));
        return 0;
    }

    private static String text(List<Found> all) {
        if (all.isEmpty()) {
            return "Nothing was found on the usual ports. To add a server elsewhere: signalbox servers add --help";
        }
        StringBuilder text = new StringBuilder();
        for (Found found : all) {
            text.append(found.type()).append(" at ").append(found.url()).append(", ");
            text.append(found.models().size()).append(found.models().size() == 1 ? " model" : " models");
            if (!found.models().isEmpty()) {
                text.append(": ")
                        .append(String.join(
                                ", ", found.models().stream().limit(5).toList()));
            }
            text.append('\n');
            text.append(
                    found.registered() == null
                            ? "  " + found.command() + "\n"
                            : "  is there already, as the server " + found.registered() + "\n");
        }
        return text.toString().stripTrailing();
    }

    private @Nullable Found look(String usual, String url, Map<String, String> known) {
        JsonNode tags = get(url + "/api/tags");
        if (tags != null && tags.path("models").isArray()) {
            List<String> models = new ArrayList<>();
            tags.path("models").forEach(model -> models.add(model.path("name").asString()));
            return new Found("ollama", url, models, known(url, known));
        }
        JsonNode list = get(url + "/v1/models");
        if (list == null || !list.path("data").isArray()) {
            return null;
        }
        List<String> models = new ArrayList<>();
        list.path("data").forEach(model -> models.add(model.path("id").asString()));
        return new Found(type(usual, list.path("data").path(0)), url, models, known(url, known));
    }

    /** By who owns the models, as these servers say it; any of them may listen on another's port. */
    private static String type(String usual, JsonNode model) {
        String owner = model.path("owned_by").asString("");
        return switch (owner) {
            case "vllm" -> "vllm";
            case "llamacpp" -> "llamacpp";
            default -> usual.equals("ollama") || !owner.isEmpty() ? "openai-compatible" : usual;
        };
    }

    private static @Nullable String known(String url, Map<String, String> known) {
        String name = known.get(url);
        return name == null ? known.get(url.replace("127.0.0.1", "localhost")) : name;
    }

    /** Without a node all of it is new. */
    private Map<String, String> registered() {
        try {
            return Servers.baseUrls(controlPlane().get(Entries.SERVERS));
        } catch (Failure e) {
            return Map.of();
        }
    }

    private @Nullable JsonNode get(String url) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            var answer = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] text = body.readNBytes(MOST);
                return answer.statusCode() == 200 ? JSON.readTree(text) : null;
            }
        } catch (IOException | JacksonException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
