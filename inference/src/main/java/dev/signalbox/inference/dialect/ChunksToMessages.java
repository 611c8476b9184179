package dev.signalbox.inference.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chunks of a chat completion as Anthropic's stream: one block after the other, where OpenAI has fields beside each other. */
final class ChunksToMessages implements EventTranslator {

    private static final String OTHER = "api_error";

    private static final String NONE = "";

    private final boolean thinks;
    /** From the index of a tool call to that of its block. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    private boolean started;
    private int blocks;
    private String open = NONE;
    private String finish = "";
    private JsonNode usage = Json.object();

    ChunksToMessages(boolean thinks) {
        this.thinks = thinks;
    }

    @Override
    public void event(byte[] data, ByteArrayOutputStream out) {
        if (new String(data, StandardCharsets.UTF_8).strip().equals("[DONE]")) {
            stop(out);
            return;
        }
        JsonNode chunk = Json.parse(data);
        if (Json.has(chunk, "error")) {
            error(chunk.path("error"), out);
            return;
        }
        if (!chunk.isObject()) {
            throw new MalformedAnswerException("Not a chunk");
        }
        start(chunk, out);
        if (Json.has(chunk, "usage")) {
            usage = chunk.path("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        delta(choice.path("delta"), out);
        if (Json.has(choice, "finish_reason")) {
            finish = Json.text(choice, "finish_reason");
        }
    }

    private void start(JsonNode chunk, ByteArrayOutputStream out) {
        if (started) {
            return;
        }
        started = true;
        ObjectNode message = ChatAnswer.head(Json.text(chunk, "id"), Json.text(chunk, "model"));
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        // known at the end only
        message.putObject("usage").put("input_tokens", 0).put("output_tokens", 0);
        ObjectNode event = Json.object().put("type", "message_start");
        event.set("message", message);
        Json.named(out, event);
    }

    private void delta(JsonNode delta, ByteArrayOutputStream out) {
        String reasoning = ChatAnswer.reasoning(delta);
        if (thinks && !reasoning.isEmpty()) {
            open(
                    "thinking",
                    Json.object().put("type", "thinking").put("thinking", "").put("signature", ""),
                    out);
            emit(blocks - 1, Json.object().put("type", "thinking_delta").put("thinking", reasoning), out);
        }
        String content = Json.text(delta, "content");
        String text = content.isEmpty() ? Json.text(delta, "refusal") : content;
        if (!text.isEmpty()) {
            open("text", Json.object().put("type", "text").put("text", ""), out);
            emit(blocks - 1, Json.object().put("type", "text_delta").put("text", text), out);
        }
        for (JsonNode call : delta.path("tool_calls")) {
            call(call, out);
        }
    }

    private void call(JsonNode call, ByteArrayOutputStream out) {
        int index = call.path("index").asInt(0);
        Integer block = calls.get(index);
        if (block == null) {
            ObjectNode use = Json.object().put("type", "tool_use").put("id", ChatAnswer.id(call, index));
            use.put("name", Json.text(call.path("function"), "name")).putObject("input");
            open("call " + index, use, out);
            block = blocks - 1;
            calls.put(index, block);
        }
        String piece = Json.text(call.path("function"), "arguments");
        if (!piece.isEmpty()) {
            emit(block, Json.object().put("type", "input_json_delta").put("partial_json", piece), out);
        }
    }

    private void open(String kind, ObjectNode block, ByteArrayOutputStream out) {
        if (open.equals(kind)) {
            return;
        }
        close(out);
        open = kind;
        ObjectNode event = Json.object().put("type", "content_block_start").put("index", blocks++);
        event.set("content_block", block);
        Json.named(out, event);
    }

    private void close(ByteArrayOutputStream out) {
        if (!open.equals(NONE)) {
            Json.named(out, Json.object().put("type", "content_block_stop").put("index", blocks - 1));
            open = NONE;
        }
    }

    private static void emit(int block, ObjectNode delta, ByteArrayOutputStream out) {
        ObjectNode event = Json.object().put("type", "content_block_delta").put("index", block);
        event.set("delta", delta);
        Json.named(out, event);
    }

    private void stop(ByteArrayOutputStream out) {
        if (!started) {
            // nothing was said: no stream of Anthropic's is like that, and none is made up
            throw new MalformedAnswerException("The stream ended before it began");
        }
        close(out);
        ObjectNode event = Json.object().put("type", "message_delta");
        boolean called = !calls.isEmpty() && finish.equals("stop");
        event.putObject("delta")
                .put("stop_reason", Stops.stopReason(called ? "tool_calls" : finish))
                .putNull("stop_sequence");
        event.set("usage", Usages.ofAnthropic(usage));
        Json.named(out, event);
        Json.named(out, Json.object().put("type", "message_stop"));
    }

    private static void error(JsonNode error, ByteArrayOutputStream out) {
        ObjectNode event = Json.object().put("type", "error");
        String message = error.isString() ? error.asString() : Json.text(error, "message");
        event.putObject("error").put("type", type(error)).put("message", message);
        Json.named(out, event);
    }

    /** What an error is called there; the decision table goes by it. */
    private static String type(JsonNode error) {
        String type = type(error.path("type").asString(""));
        return type.equals(OTHER) ? type(error.path("code").asString("")) : type;
    }

    private static String type(String code) {
        return switch (code) {
            case "401", "invalid_api_key", "authentication_error" -> "authentication_error";
            case "402", "insufficient_quota", "billing_error" -> "billing_error";
            case "413", "context_length_exceeded", "request_too_large" -> "request_too_large";
            case "429", "rate_limit_exceeded", "rate_limit_error" -> "rate_limit_error";
            case "503", "529", "overloaded_error" -> "overloaded_error";
            default -> OTHER;
        };
    }
}
