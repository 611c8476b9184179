package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error as Anthropic's clients expect it. */
record AnthropicError(String type, String message, String requestId) {

    static AnthropicError of(OpenAiError error, RequestIds ids) {
        // 503 is no status of Anthropic's: clients know it by the name
        boolean overloaded = FailureClass.OVERLOADED.code().equals(error.code());
        return new AnthropicError(
                overloaded ? "overloaded_error" : type(error.status()), error.message(), ids.requestId());
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    byte[] json() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("type", type);
        error.put("message", message);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "error");
        body.put("error", error);
        body.put("request_id", requestId);
        return AnswerJson.MAPPER.writeValueAsBytes(body);
    }
}
