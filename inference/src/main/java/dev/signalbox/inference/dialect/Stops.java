package dev.signalbox.inference.dialect;

/** Why a model stopped, in both APIs' words. */
final class Stops {

    private Stops() {}

    static String finishReason(String stopReason) {
        return switch (stopReason) {
            case "tool_use" -> "tool_calls";
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    static String stopReason(String finishReason) {
        return switch (finishReason) {
            case "tool_calls", "function_call" -> "tool_use";
            case "length" -> "max_tokens";
            case "content_filter" -> "refusal";
            default -> "end_turn";
        };
    }
}
