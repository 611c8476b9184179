package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's system prompt and messages as those of a chat. */
final class MessagesConversation {

    private final ArrayNode chat = Json.array();

    private MessagesConversation() {}

    static ArrayNode of(JsonNode message) {
        if (message.path("messages").isEmpty()) {
            throw UntranslatableException.wrong("messages", "messages: at least one message is required");
        }
        MessagesConversation conversation = new MessagesConversation();
        String system = texts(message.path("system"), "system");
        if (!system.isEmpty()) {
            conversation.chat.addObject().put("role", "system").put("content", system);
        }
        int index = 0;
        for (JsonNode turn : message.path("messages")) {
            conversation.add(turn, "messages." + index++);
        }
        return conversation.chat;
    }

    private void add(JsonNode turn, String at) {
        JsonNode content = turn.path("content");
        if (!content.isString() && !content.isArray()) {
            throw UntranslatableException.wrong(at, at + ".content: expected a string or an array.");
        }
        switch (Json.text(turn, "role")) {
            case "user" -> user(content, at);
            case "assistant" -> assistant(content, at);
            case "system" -> chat.addObject().put("role", "system").put("content", texts(content, at));
            default -> throw UntranslatableException.wrong(at, at + ".role: expected user, assistant or system.");
        }
    }

    /** Results of tools go first: nothing may stand between them and their calls. */
    private void user(JsonNode content, String at) {
        if (content.isString()) {
            chat.addObject().put("role", "user").put("content", content.asString());
            return;
        }
        ArrayNode parts = Json.array();
        for (JsonNode block : content) {
            if (Json.text(block, "type").equals("tool_result")) {
                toolResult(block, at, parts);
            } else {
                MessagesParts.add(block, at, parts);
            }
        }
        if (!parts.isEmpty()) {
            boolean plain = parts.size() == 1 && Json.text(parts.get(0), "type").equals("text");
            ObjectNode user = chat.addObject().put("role", "user");
            user.set("content", plain ? parts.get(0).path("text") : parts);
        }
    }

    /** @param parts takes its images, which a chat's results of tools can't hold */
    private void toolResult(JsonNode block, String at, ArrayNode parts) {
        String call = Json.text(block, "tool_use_id");
        if (call.isEmpty()) {
            throw UntranslatableException.wrong(at, at + ".content.tool_use_id: Field required");
        }
        JsonNode content = block.path("content");
        if (content.isArray()) {
            for (JsonNode part : content) {
                if (!Json.text(part, "type").equals("text")) {
                    MessagesParts.add(part, at, parts);
                }
            }
        }
        chat.addObject().put("role", "tool").put("tool_call_id", call).put("content", texts(content, at));
    }

    private void assistant(JsonNode content, String at) {
        String text = texts(content, at);
        ArrayNode calls = Json.array();
        if (content.isArray()) {
            for (JsonNode block : content) {
                if (Json.text(block, "type").equals("tool_use")) {
                    calls.add(call(block, at));
                }
            }
        }
        if (text.isEmpty() && calls.isEmpty()) {
            // thinking alone, which no other API takes back
            return;
        }
        ObjectNode assistant = chat.addObject().put("role", "assistant");
        assistant.put("content", text.isEmpty() ? null : text);
        if (!calls.isEmpty()) {
            assistant.set("tool_calls", calls);
        }
    }

    private static ObjectNode call(JsonNode use, String at) {
        if (Json.text(use, "id").isEmpty() || Json.text(use, "name").isEmpty()) {
            throw UntranslatableException.wrong(at, at + ".content: a tool_use needs an id and a name.");
        }
        ObjectNode call = Json.object().put("id", Json.text(use, "id")).put("type", "function");
        JsonNode input = use.path("input");
        call.putObject("function")
                .put("name", Json.text(use, "name"))
                .put("arguments", input.isObject() ? input.toString() : "{}");
        return call;
    }

    /** A text, or those among blocks. */
    private static String texts(JsonNode content, String at) {
        if (content.isString()) {
            return content.asString();
        }
        if (!content.isArray() && !content.isMissingNode() && !content.isNull()) {
            throw UntranslatableException.wrong(at, at + ": expected a string or an array.");
        }
        StringBuilder joined = new StringBuilder();
        for (JsonNode block : content) {
            if (Json.text(block, "type").equals("text")) {
                joined.append(joined.isEmpty() ? "" : "\n\n").append(Json.text(block, "text"));
            }
        }
        return joined.toString();
    }
}
