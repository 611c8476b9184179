package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.AnswerJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the dialects read and write it. */
final class Json {

    private static final JsonMapper MAPPER = AnswerJson.MAPPER;

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** @throws JacksonException when it is no JSON */
    static JsonNode parse(byte[] json) {
        return MAPPER.readTree(json);
    }

    /** A request, of which the gateway knows that it is a JSON object, and not too deep. */
    static JsonNode request(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw UntranslatableException.wrong("body", "The request's body is not a JSON object.");
        }
    }

    /** What a model wrote as arguments of a tool: an object, or null when it is none. */
    static @Nullable ObjectNode objectIn(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** The text of a member, empty when it has none. */
    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.asString() : "";
    }

    /** What has another type must not be left out as if it had not been there. */
    static void expect(JsonNode node, String name, Predicate<JsonNode> type, String message) {
        if (has(node, name) && !type.test(node.path(name))) {
            throw UntranslatableException.wrong(name, message);
        }
    }

    static boolean has(JsonNode node, String name) {
        return node.hasNonNull(name);
    }

    /** An event with data alone, as OpenAI's streams have them. */
    static void event(ByteArrayOutputStream out, JsonNode data) {
        out.writeBytes(ascii("data: "));
        out.writeBytes(bytes(data));
        out.writeBytes(ascii("\n\n"));
    }

    /** An event with a name, as Anthropic's streams have them; the name is its data's type. */
    static void named(ByteArrayOutputStream out, JsonNode data) {
        out.writeBytes(ascii("event: " + text(data, "type") + "\n"));
        event(out, data);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
