package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form that an answer is to have, from a chat to Anthropic's messages. */
final class ChatOutput {

    private static final String ANY_JSON =
            "Answer with one valid JSON object and nothing else: no explanation, no Markdown.";

    private ChatOutput() {}

    static void format(JsonNode chat, ArrayNode system, ObjectNode message) {
        JsonNode format = chat.path("response_format");
        switch (Json.text(format, "type")) {
            case "", "text" -> {}
            // Anthropic has no such mode: the model is told
            case "json_object" -> system.addObject().put("type", "text").put("text", ANY_JSON);
            case "json_schema" -> schema(format.path("json_schema").path("schema"), message);
            default ->
                throw UntranslatableException.unsupported(
                        "response_format",
                        "'response_format' must be text, json_object or json_schema with this provider.");
        }
    }

    private static void schema(JsonNode schema, ObjectNode message) {
        if (!schema.isObject()) {
            throw UntranslatableException.wrong(
                    "response_format", "Missing required parameter: 'response_format.json_schema.schema'.");
        }
        ObjectNode format = message.putObject("output_config").putObject("format");
        format.put("type", "json_schema").set("schema", schema);
    }
}
