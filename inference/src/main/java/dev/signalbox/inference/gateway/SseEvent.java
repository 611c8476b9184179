package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one event of a chat stream is, as far as the choice of the provider is concerned. */
enum SseEvent {
    /** Something that a model made: text, reasoning, a tool call, or the reason why it is finished. */
    CONTENT,
    /** An announcement: the role alone, filter results, usage. */
    NEUTRAL,
    ERROR,
    END,
    GARBAGE;

    private static final JsonMapper JSON = AnswerJson.MAPPER;
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    static SseEvent of(byte[] data) {
        if (Arrays.equals(data, DONE)) {
            return END;
        }
        JsonNode event;
        try {
            event = JSON.readTree(data);
        } catch (JacksonException e) {
            return GARBAGE;
        }
        if (!event.isObject()) {
            return GARBAGE;
        }
        if (event.hasNonNull("error")) {
            return ERROR;
        }
        return event.path("choices").valueStream().anyMatch(SseEvent::hasContent) ? CONTENT : NEUTRAL;
    }

    private static boolean hasContent(JsonNode choice) {
        boolean finished = choice.hasNonNull("finish_reason");
        boolean text = !isBlank(choice.path("text"));
        boolean delta = choice.path("delta").properties().stream()
                .anyMatch(field -> !field.getKey().equals("role") && !isBlank(field.getValue()));
        return finished || text || delta;
    }

    private static boolean isBlank(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isString() && value.asString().isEmpty()
                || value.isContainer() && value.isEmpty();
    }
}
