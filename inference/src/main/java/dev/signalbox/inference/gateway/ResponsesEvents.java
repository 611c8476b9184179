package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The events of OpenAI's responses, as far as the choice of the provider is concerned. */
final class ResponsesEvents {

    /** Announcements: nothing in them was made by a model. */
    private static final Set<String> NEUTRAL = Set.of(
            "response.created",
            "response.queued",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.reasoning_summary_part.added");

    private static final Set<String> ENDS = Set.of(
            "event: response.completed",
            "event: response.incomplete",
            "event: response.failed",
            "event: error",
            // of servers that end this stream as they do others
            "data: [DONE]");

    private ResponsesEvents() {}

    static SseEvent classify(byte[] data) {
        JsonNode event;
        try {
            event = AnswerJson.MAPPER.readTree(data);
        } catch (JacksonException e) {
            return SseEvent.GARBAGE;
        }
        String type = event.path("type").asString("");
        if (type.equals("error") || type.equals("response.failed") || event.hasNonNull("error")) {
            return SseEvent.ERROR;
        }
        if (!event.isObject()) {
            return SseEvent.GARBAGE;
        }
        return type.isEmpty() || NEUTRAL.contains(type) ? SseEvent.NEUTRAL : SseEvent.CONTENT;
    }

    static boolean ends(String line) {
        return ENDS.contains(line);
    }

    static byte[] error(OpenAiError error) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", "error");
        event.put("code", error.code());
        event.put("message", error.message());
        event.put("param", error.param());
        // where clients of the other streams look for it
        event.put("error", error.body());
        String json = new String(AnswerJson.MAPPER.writeValueAsBytes(event), StandardCharsets.UTF_8);
        return ("event: error\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
