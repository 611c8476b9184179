package dev.signalbox.inference.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lists of models that providers give: OpenAI's {@code data}, Ollama's {@code models}, or a bare array. */
public final class ModelList {

    private static final JsonMapper JSON = AnswerJson.MAPPER;

    private ModelList() {}

    /** The models' names, or nothing when this is no list of models. */
    public static Optional<List<String>> parse(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        JsonNode list = root.isArray() ? root : root.has("data") ? root.path("data") : root.path("models");
        if (!list.isArray()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode model : list) {
            String name = model.path("id").asString(model.path("name").asString(""));
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return Optional.of(names);
    }
}
