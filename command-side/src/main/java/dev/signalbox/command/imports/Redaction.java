package dev.signalbox.command.imports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The old product wrote keys into its audit log: they go no further. */
final class Redaction {

    private static final String MASK = "****";
    private static final int SHORTEST = 6;
    private static final Pattern NAMED = Pattern.compile(
            "(?i).*(api_?key(?!_name)|encrypted|secret|password|credential|authorization).*|(.*[_-])?(key|token)");

    private final JsonMapper json;
    private final List<String> known;

    /** @param known plaintexts that are masked wherever they are */
    Redaction(JsonMapper json, List<byte[]> known) {
        this.json = json;
        this.known = known.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.length() >= SHORTEST)
                .toList();
    }

    JsonNode of(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode clean = json.createObjectNode();
                object.properties()
                        .forEach(field -> clean.set(field.getKey(), field(field.getKey(), field.getValue())));
                yield clean;
            }
            case ArrayNode array -> {
                ArrayNode clean = json.createArrayNode();
                array.forEach(item -> clean.add(of(item)));
                yield clean;
            }
            default -> node.isString() ? json.getNodeFactory().stringNode(text(node.asString())) : node;
        };
    }

    private JsonNode field(String name, JsonNode value) {
        boolean secret = value.isString() && NAMED.matcher(name).matches();
        return secret ? json.getNodeFactory().stringNode(MASK) : of(value);
    }

    private String text(String text) {
        String clean = text;
        for (String secret : known) {
            clean = clean.replace(secret, MASK);
        }
        return clean;
    }
}
