package dev.signalbox.inference.dialect;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's answer in one piece as a chat completion. */
final class MessagesAnswer {

    private MessagesAnswer() {}

    static byte[] asCompletion(byte[] said) {
        JsonNode message = Json.parse(said);
        if (Json.has(message, "error")) {
            return said;
        }
        if (!message.path("content").isArray()) {
            throw new MalformedAnswerException("No content");
        }
        ObjectNode completion = Json.object()
                .put("id", Json.text(message, "id"))
                .put("object", "chat.completion")
                .put("created", Instant.now().getEpochSecond())
                .put("model", Json.text(message, "model"));
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", assistant(message.path("content")));
        choice.putNull("logprobs");
        choice.put("finish_reason", Stops.finishReason(Json.text(message, "stop_reason")));
        completion.set("usage", Usages.ofOpenAi(message.path("usage")));
        return Json.bytes(completion);
    }

    private static ObjectNode assistant(JsonNode content) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        ArrayNode thinking = Json.array();
        ArrayNode calls = Json.array();
        for (JsonNode block : content) {
            switch (Json.text(block, "type")) {
                case "text" -> text.append(Json.text(block, "text"));
                case "tool_use" -> calls.add(call(block));
                case "thinking" -> {
                    reasoning.append(Json.text(block, "thinking"));
                    thinking.add(block);
                }
                case "redacted_thinking" -> thinking.add(block);
                default -> {}
            }
        }
        ObjectNode assistant = Json.object().put("role", "assistant");
        boolean silent = text.isEmpty() && !calls.isEmpty();
        assistant.put("content", silent ? null : text.toString());
        assistant.putNull("refusal");
        if (!reasoning.isEmpty()) {
            assistant.put("reasoning_content", reasoning.toString());
        }
        if (!thinking.isEmpty()) {
            assistant.set("thinking_blocks", thinking);
        }
        if (!calls.isEmpty()) {
            assistant.set("tool_calls", calls);
        }
        return assistant;
    }

    private static ObjectNode call(JsonNode use) {
        ObjectNode call = Json.object().put("id", Json.text(use, "id")).put("type", "function");
        JsonNode input = use.path("input");
        call.putObject("function")
                .put("name", Json.text(use, "name"))
                .put("arguments", input.isObject() ? input.toString() : "{}");
        return call;
    }
}
