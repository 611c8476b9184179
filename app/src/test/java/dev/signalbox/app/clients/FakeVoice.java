package dev.signalbox.app.clients;

import java.util.List;

/** What {@link FakeLlm} says, word by word as the two APIs have it. */
enum FakeVoice {
    OPENAI {
        @Override
        String text(String text) {
            return completion("\"content\":\"" + text + "\"", "stop");
        }

        @Override
        String call() {
            return completion(
                    "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                            + "{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}}]",
                    "tool_calls");
        }

        private static String completion(String content, String finish) {
            return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"test-model\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\"," + content + "},\"logprobs\":null,\"finish_reason\":\""
                    + finish
                    + "\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";
        }

        @Override
        List<String> beginning() {
            return List.of(
                    chunk("{\"role\":\"assistant\",\"content\":\"\"}", null), chunk("{\"content\":\"Hello\"}", null));
        }

        @Override
        List<String> streamed(String text) {
            int half = text.length() / 2;
            return List.of(
                    chunk("{\"role\":\"assistant\",\"content\":\"\"}", null),
                    chunk("{\"content\":\"" + text.substring(0, half) + "\"}", null),
                    chunk("{\"content\":\"" + text.substring(half) + "\"}", null),
                    chunk("{}", "stop"),
                    USAGE,
                    "data: [DONE]\n\n");
        }

        @Override
        List<String> streamedCall() {
            return List.of(
                    chunk("{\"role\":\"assistant\",\"content\":null}", null),
                    chunk(
                            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                                    + "{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                            null),
                    chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}", null),
                    chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}]}", null),
                    chunk("{}", "tool_calls"),
                    USAGE,
                    "data: [DONE]\n\n");
        }

        private static String chunk(String delta, @org.jspecify.annotations.Nullable String finish) {
            return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"test-model\",\"choices\":"
                    + "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                    + (finish == null ? "null" : "\"" + finish + "\"") + "}]}\n\n";
        }

        @Override
        String refusal() {
            return "{\"error\":{\"message\":\"That is too much\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
        }
    },

    ANTHROPIC {
        @Override
        String text(String text) {
            return message("{\"type\":\"text\",\"text\":\"" + text + "\"}", "end_turn");
        }

        @Override
        String call() {
            return message(
                    "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}",
                    "tool_use");
        }

        private static String message(String block, String stop) {
            return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"test-model\",\"content\":["
                    + block + "],\"stop_reason\":\"" + stop
                    + "\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}";
        }

        @Override
        List<String> beginning() {
            return List.of(
                    event("message_start", "\"message\":" + message("", "x").replace("\"x\"", "null")),
                    event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                    event("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}"));
        }

        @Override
        List<String> streamed(String text) {
            return List.of(
                    beginning().get(0),
                    beginning().get(1),
                    event("ping", "\"x\":1"),
                    event(
                            "content_block_delta",
                            "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}"),
                    end("end_turn"));
        }

        @Override
        List<String> streamedCall() {
            return List.of(
                    beginning().get(0),
                    event(
                            "content_block_start",
                            "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"),
                    piece("{\\\"city\\\":"),
                    piece("\\\"Rome\\\"}"),
                    end("tool_use"));
        }

        private static String piece(String json) {
            return event(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" + json + "\"}");
        }

        private static String end(String stop) {
            return event("content_block_stop", "\"index\":0")
                    + event(
                            "message_delta",
                            "\"delta\":{\"stop_reason\":\"" + stop
                                    + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":3}")
                    + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        }

        private static String event(String type, String rest) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
        }

        @Override
        String refusal() {
            return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"That is too much\"}}";
        }
    };

    private static final String USAGE = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"test-model\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}\n\n";

    abstract String text(String text);

    abstract String call();

    /** Of a stream, up to its first content. */
    abstract List<String> beginning();

    abstract List<String> streamed(String text);

    abstract List<String> streamedCall();

    abstract String refusal();
}
