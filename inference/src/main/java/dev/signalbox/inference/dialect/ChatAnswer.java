package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A chat completion in one piece as Anthropic's answer. */
final class ChatAnswer {

    private ChatAnswer() {}

    /** @param thinks whether the client asked for the model's thinking */
    static byte[] asMessage(byte[] said, boolean thinks) {
        JsonNode completion = Json.parse(said);
        if (Json.has(completion, "error")) {
            return said;
        }
        JsonNode choice = completion.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            throw new MalformedAnswerException("No message");
        }
        ObjectNode message = head(Json.text(completion, "id"), Json.text(completion, "model"));
        ArrayNode content = content(choice.path("message"), thinks);
        message.set("content", content);
        boolean calls =
                content.valueStream().anyMatch(block -> Json.text(block, "type").equals("tool_use"));
        String finish = Json.text(choice, "finish_reason");
        // some servers call a tool and say that they just stopped
        message.put("stop_reason", Stops.stopReason(calls && finish.equals("stop") ? "tool_calls" : finish));
        message.putNull("stop_sequence");
        message.set("usage", Usages.ofAnthropic(completion.path("usage")));
        return Json.bytes(message);
    }

    static ObjectNode head(String id, String model) {
        return Json.object()
                .put("id", id.startsWith("msg_") ? id : "msg_" + id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
    }

    private static ArrayNode content(JsonNode said, boolean thinks) {
        ArrayNode content = Json.array();
        String reasoning = reasoning(said);
        if (thinks && !reasoning.isEmpty()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", reasoning)
                    .put("signature", "");
        }
        String text = Json.text(said, "content");
        String shown = text.isEmpty() ? Json.text(said, "refusal") : text;
        if (!shown.isEmpty()) {
            content.addObject().put("type", "text").put("text", shown);
        }
        int index = 0;
        for (JsonNode call : said.path("tool_calls")) {
            content.add(toolUse(call, index++));
        }
        return content;
    }

    /** vLLM, DeepSeek and llama.cpp name it so, OpenRouter and Ollama otherwise. */
    static String reasoning(JsonNode said) {
        String content = Json.text(said, "reasoning_content");
        return content.isEmpty() ? Json.text(said, "reasoning") : content;
    }

    private static ObjectNode toolUse(JsonNode call, int index) {
        String arguments = Json.text(call.path("function"), "arguments");
        ObjectNode input = arguments.isBlank() ? Json.object() : Json.objectIn(arguments);
        ObjectNode use = Json.object()
                .put("type", "tool_use")
                .put("id", id(call, index))
                .put("name", Json.text(call.path("function"), "name"));
        use.set("input", input == null ? Json.object().put("arguments", arguments) : input);
        return use;
    }

    static String id(JsonNode call, int index) {
        String id = Json.text(call, "id");
        return id.isEmpty() ? "toolu_" + index : id;
    }
}
