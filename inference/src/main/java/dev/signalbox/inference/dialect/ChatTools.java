package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools and their choice, from a chat to Anthropic's messages. */
final class ChatTools {

    private ChatTools() {}

    static void copy(JsonNode chat, ObjectNode message) {
        JsonNode tools = chat.path("tools");
        if (!tools.isArray() || tools.isEmpty()) {
            return;
        }
        ArrayNode copied = message.putArray("tools");
        for (JsonNode tool : tools) {
            copied.add(tool(tool));
        }
        ObjectNode choice = choice(chat.path("tool_choice"));
        boolean oneAtATime = Json.has(chat, "parallel_tool_calls")
                && !chat.path("parallel_tool_calls").asBoolean(true);
        if (oneAtATime && !Json.text(choice, "type").equals("none")) {
            choice.put("disable_parallel_tool_use", true);
        }
        if (choice.size() > 1 || !Json.text(choice, "type").equals("auto")) {
            message.set("tool_choice", choice);
        }
    }

    private static ObjectNode tool(JsonNode tool) {
        JsonNode function = tool.path("function");
        if (!Json.text(tool, "type").equals("function")) {
            throw UntranslatableException.unsupported(
                    "tools", "Only tools of type 'function' are possible with this provider.");
        }
        if (Json.text(function, "name").isEmpty()) {
            throw UntranslatableException.wrong("tools", "A tool has no 'function.name'.");
        }
        ObjectNode copied = Json.object().put("name", Json.text(function, "name"));
        if (Json.has(function, "description")) {
            copied.set("description", function.path("description"));
        }
        JsonNode parameters = function.path("parameters");
        if (parameters instanceof ObjectNode schema) {
            // Anthropic wants the type, which OpenAI's models do without
            copied.set(
                    "input_schema",
                    Json.has(schema, "type") ? schema : schema.deepCopy().put("type", "object"));
        } else {
            copied.putObject("input_schema").put("type", "object").putObject("properties");
        }
        if (Json.has(tool, "cache_control")) {
            copied.set("cache_control", tool.path("cache_control"));
        }
        return copied;
    }

    private static ObjectNode choice(JsonNode asked) {
        ObjectNode choice = Json.object();
        if (asked.isMissingNode() || asked.isNull()) {
            return choice.put("type", "auto");
        }
        String name = Json.text(asked.path("function"), "name");
        if (Json.text(asked, "type").equals("function") && !name.isEmpty()) {
            return choice.put("type", "tool").put("name", name);
        }
        return switch (asked.asString("")) {
            case "auto" -> choice.put("type", "auto");
            case "none" -> choice.put("type", "none");
            case "required" -> choice.put("type", "any");
            default ->
                throw UntranslatableException.unsupported(
                        "tool_choice", "'tool_choice' must be auto, none, required or a function with this provider.");
        };
    }
}
