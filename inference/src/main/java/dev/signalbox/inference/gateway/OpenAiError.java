package dev.signalbox.inference.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.signalbox.inference.upstream.AnswerJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An error as OpenAI's clients expect it: all four keys, always. */
record OpenAiError(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) {

    private static final JsonMapper JSON = AnswerJson.MAPPER;

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Body(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    static OpenAiError badRequest(int status, String message, @Nullable String param, @Nullable String code) {
        return new OpenAiError(status, message, "invalid_request_error", param, code);
    }

    static OpenAiError server(int status, String message, String code) {
        return new OpenAiError(status, message, "server_error", null, code);
    }

    byte[] json() {
        return JSON.writeValueAsBytes(Map.of("error", body()));
    }

    Body body() {
        return new Body(message, type, param, code);
    }

    /** As the last event of a stream that has already begun. */
    byte[] event() {
        return ("data: " + new String(json(), StandardCharsets.UTF_8) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
