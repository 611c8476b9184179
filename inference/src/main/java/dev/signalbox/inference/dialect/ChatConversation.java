package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of a chat as Anthropic wants them: system messages apart, users and tools as one side, and the results
 * of parallel tool calls in one message.
 */
final class ChatConversation {

    private static final String MESSAGES = "messages";

    private final ArrayNode system = Json.array();
    private final ArrayNode messages = Json.array();
    private boolean thinkingLost;

    private ChatConversation() {}

    static ChatConversation of(JsonNode chat) {
        if (chat.isEmpty()) {
            throw UntranslatableException.wrong(MESSAGES, "Invalid 'messages': expected at least one.");
        }
        ChatConversation conversation = new ChatConversation();
        int index = 0;
        for (JsonNode message : chat) {
            conversation.add(message, MESSAGES + "[" + index++ + "]");
        }
        conversation.finish();
        return conversation;
    }

    ArrayNode system() {
        return system;
    }

    ArrayNode messages() {
        return messages;
    }

    /** Whether the model's last turn called tools and its thinking did not come back with it: then it can't think on. */
    boolean thinkingLost() {
        return thinkingLost;
    }

    private void add(JsonNode message, String at) {
        if (!message.isObject()) {
            throw UntranslatableException.wrong(at, "Invalid type for '" + at + "': expected an object.");
        }
        switch (Json.text(message, "role")) {
            case "system", "developer" -> ChatParts.add(message.path("content"), at + ".content", system);
            case "user" -> {
                thinkingLost = false;
                ChatParts.add(message.path("content"), at + ".content", side("user"));
            }
            case "assistant" -> assistant(message, at);
            case "tool" -> toolResult(message, at);
            default ->
                throw UntranslatableException.wrong(
                        at + ".role",
                        "Invalid value for '" + at + ".role': expected system, developer, user, assistant or tool.");
        }
    }

    private void assistant(JsonNode message, String at) {
        ArrayNode blocks = side("assistant");
        boolean thought = false;
        for (JsonNode thinking : message.path("thinking_blocks")) {
            blocks.add(thinking);
            thought = true;
        }
        ChatParts.add(message.path("content"), at + ".content", blocks);
        for (JsonNode call : message.path("tool_calls")) {
            blocks.add(toolUse(call, at + ".tool_calls"));
            thinkingLost = !thought;
        }
    }

    private static ObjectNode toolUse(JsonNode call, String at) {
        JsonNode function = call.path("function");
        if (Json.text(call, "id").isEmpty() || Json.text(function, "name").isEmpty()) {
            throw UntranslatableException.wrong(at, "A call in '" + at + "' has no id, or names no function.");
        }
        String arguments = Json.text(function, "arguments");
        ObjectNode input = arguments.isBlank() ? Json.object() : Json.objectIn(arguments);
        ObjectNode use = Json.object().put("type", "tool_use").put("id", Json.text(call, "id"));
        use.put("name", Json.text(function, "name"));
        // what a model wrote may be broken, and the conversation about it is to go on
        use.set("input", input == null ? Json.object().put("arguments", arguments) : input);
        return use;
    }

    private void toolResult(JsonNode message, String at) {
        String call = Json.text(message, "tool_call_id");
        if (call.isEmpty()) {
            throw UntranslatableException.wrong(at, "Missing required parameter: '" + at + ".tool_call_id'.");
        }
        ObjectNode result = Json.object().put("type", "tool_result").put("tool_use_id", call);
        ArrayNode content = Json.array();
        ChatParts.add(message.path("content"), at + ".content", content);
        if (!content.isEmpty()) {
            result.set("content", content);
        }
        if (Json.has(message, "cache_control")) {
            result.set("cache_control", message.path("cache_control"));
        }
        side("user").add(result);
    }

    /** The blocks of the last message when it is of this role, otherwise of a new one. */
    private ArrayNode side(String role) {
        JsonNode last = messages.isEmpty() ? Json.object() : messages.get(messages.size() - 1);
        if (Json.text(last, "role").equals(role)) {
            return (ArrayNode) last.path("content");
        }
        ObjectNode next = messages.addObject().put("role", role);
        return next.putArray("content");
    }

    private void finish() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).path("content").isEmpty()) {
                messages.remove(i);
            }
        }
        if (messages.isEmpty()) {
            // instructions alone are a fair request to OpenAI's models, but not to Anthropic's
            messages.addObject().put("role", "user").set("content", system.deepCopy());
            system.removeAll();
        }
        trimPrefill();
    }

    /** An answer begun for the model must not end in white space. */
    private void trimPrefill() {
        JsonNode last = messages.get(messages.size() - 1);
        JsonNode blocks = last.path("content");
        if (!Json.text(last, "role").equals("assistant") || blocks.isEmpty()) {
            return;
        }
        if (blocks.get(blocks.size() - 1) instanceof ObjectNode block
                && Json.text(block, "type").equals("text")) {
            block.put("text", Json.text(block, "text").stripTrailing());
        }
    }
}
