package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the events of Anthropic's streams are, as far as the choice of the provider is concerned. */
final class AnthropicEvents {

    private AnthropicEvents() {}

    static SseEvent classify(byte[] data) {
        JsonNode event;
        try {
            event = AnswerJson.MAPPER.readTree(data);
        } catch (JacksonException e) {
            return SseEvent.GARBAGE;
        }
        return switch (event.path("type").asString("")) {
            case "content_block_start" -> start(event.path("content_block"));
            case "content_block_delta", "message_delta" -> SseEvent.CONTENT;
            case "error" -> SseEvent.ERROR;
            case "message_stop" -> SseEvent.END;
            // a type that nobody has heard of yet is none of ours to judge
            default -> event.isObject() ? SseEvent.NEUTRAL : SseEvent.GARBAGE;
        };
    }

    /** A block of text or thinking begins empty; a tool's call has its name already. */
    private static SseEvent start(JsonNode block) {
        String type = block.path("type").asString("");
        boolean empty = type.equals("text") && block.path("text").asString("").isEmpty() || type.equals("thinking");
        return empty ? SseEvent.NEUTRAL : SseEvent.CONTENT;
    }
}
