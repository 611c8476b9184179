package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools and their choice, from Anthropic's messages to a chat. */
final class MessagesTools {

    private MessagesTools() {}

    static void copy(JsonNode message, ObjectNode chat) {
        JsonNode tools = message.path("tools");
        if (!tools.isArray() || tools.isEmpty()) {
            return;
        }
        ArrayNode copied = chat.putArray("tools");
        for (JsonNode tool : tools) {
            tool(tool, copied);
        }
        JsonNode choice = message.path("tool_choice");
        switch (Json.text(choice, "type")) {
            case "", "auto" -> {}
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" -> {
                ObjectNode named = chat.putObject("tool_choice").put("type", "function");
                named.putObject("function").put("name", Json.text(choice, "name"));
            }
            default ->
                throw UntranslatableException.wrong(
                        "tool_choice", "tool_choice.type: expected auto, any, tool or none.");
        }
        if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
            chat.put("parallel_tool_calls", false);
        }
    }

    private static void tool(JsonNode tool, ArrayNode copied) {
        String type = Json.text(tool, "type");
        if (!type.isEmpty() && !type.equals("custom")) {
            throw UntranslatableException.unsupported(
                    "tools", "tools: those that Anthropic runs or defines itself are not possible with this provider.");
        }
        if (Json.text(tool, "name").isEmpty()) {
            throw UntranslatableException.wrong("tools", "tools.name: Field required");
        }
        ObjectNode function = copied.addObject().put("type", "function").putObject("function");
        function.put("name", Json.text(tool, "name"));
        if (Json.has(tool, "description")) {
            function.set("description", tool.path("description"));
        }
        if (tool.path("input_schema").isObject()) {
            function.set("parameters", tool.path("input_schema"));
        }
    }
}
