package dev.signalbox.inference.dialect;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's stream as chunks of a chat completion. */
final class MessagesToChunks implements EventTranslator {

    private final boolean showUsage;
    private final long created = Instant.now().getEpochSecond();
    private final ObjectNode usage = Json.object();
    /** From the index of a block to that of its tool call. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    private String id = "";
    private String model = "";

    /** @param showUsage whether the client asked for a chunk with the usage */
    MessagesToChunks(boolean showUsage) {
        this.showUsage = showUsage;
    }

    @Override
    public void event(byte[] data, ByteArrayOutputStream out) {
        JsonNode event = Json.parse(data);
        switch (Json.text(event, "type")) {
            case "message_start" -> start(event.path("message"), out);
            case "content_block_start" -> block(event, out);
            case "content_block_delta" -> delta(event, out);
            case "message_delta" -> finish(event, out);
            case "message_stop" -> stop(out);
            case "error" -> error(event.path("error"), out);
            // keeps connections open on the way to the client as well
            case "ping" -> out.writeBytes(Json.ascii(": ping\n\n"));
            default -> {}
        }
    }

    private void start(JsonNode message, ByteArrayOutputStream out) {
        id = Json.text(message, "id");
        model = Json.text(message, "model");
        count(message.path("usage"));
        emit(Json.object().put("role", "assistant").put("content", ""), null, out);
    }

    private void block(JsonNode event, ByteArrayOutputStream out) {
        JsonNode block = event.path("content_block");
        switch (Json.text(block, "type")) {
            case "text" -> text("content", Json.text(block, "text"), out);
            case "thinking" -> text("reasoning_content", Json.text(block, "thinking"), out);
            case "redacted_thinking" -> thinkingBlock(block, out);
            case "tool_use" -> {
                int call = calls.size();
                calls.put(event.path("index").asInt(0), call);
                ObjectNode function = function(call, Json.text(block, "name"), block.path("input"));
                function.put("id", Json.text(block, "id")).put("type", "function");
                call(function, out);
            }
            default -> {}
        }
    }

    private static ObjectNode function(int index, String name, JsonNode input) {
        ObjectNode call = Json.object().put("index", index);
        // empty as a rule: the arguments come piece by piece
        call.putObject("function").put("name", name).put("arguments", input.isEmpty() ? "" : input.toString());
        return call;
    }

    private void delta(JsonNode event, ByteArrayOutputStream out) {
        JsonNode delta = event.path("delta");
        switch (Json.text(delta, "type")) {
            case "text_delta" -> text("content", Json.text(delta, "text"), out);
            case "thinking_delta" -> text("reasoning_content", Json.text(delta, "thinking"), out);
            case "signature_delta" ->
                thinkingBlock(
                        Json.object().put("type", "thinking").put("signature", Json.text(delta, "signature")), out);
            case "input_json_delta" -> {
                Integer call = calls.get(event.path("index").asInt(0));
                String piece = Json.text(delta, "partial_json");
                // a tool that runs at the provider has no call of the client's
                if (call != null && !piece.isEmpty()) {
                    ObjectNode more = Json.object().put("index", call);
                    more.putObject("function").put("arguments", piece);
                    call(more, out);
                }
            }
            default -> {}
        }
    }

    private void text(String field, String text, ByteArrayOutputStream out) {
        if (!text.isEmpty()) {
            emit(Json.object().put(field, text), null, out);
        }
    }

    private void call(ObjectNode call, ByteArrayOutputStream out) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(call);
        emit(delta, null, out);
    }

    private void thinkingBlock(JsonNode block, ByteArrayOutputStream out) {
        ObjectNode delta = Json.object();
        delta.putArray("thinking_blocks").add(block);
        emit(delta, null, out);
    }

    private void finish(JsonNode event, ByteArrayOutputStream out) {
        count(event.path("usage"));
        String reason = Json.text(event.path("delta"), "stop_reason");
        if (!reason.isEmpty()) {
            emit(Json.object(), Stops.finishReason(reason), out);
        }
    }

    private void stop(ByteArrayOutputStream out) {
        if (showUsage) {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", Usages.ofOpenAi(usage));
            Json.event(out, chunk);
        }
        out.writeBytes(Json.ascii("data: [DONE]\n\n"));
    }

    private static void error(JsonNode error, ByteArrayOutputStream out) {
        ObjectNode event = Json.object();
        event.putObject("error")
                .put("message", Json.text(error, "message"))
                .put("type", "server_error")
                .putNull("param")
                .put("code", Json.text(error, "type"));
        Json.event(out, event);
    }

    /** The last figure of each is the one that counts. */
    private void count(JsonNode said) {
        said.properties().forEach(figure -> {
            if (figure.getValue().isNumber()) {
                usage.set(figure.getKey(), figure.getValue());
            }
        });
    }

    private void emit(ObjectNode delta, @org.jspecify.annotations.Nullable String finish, ByteArrayOutputStream out) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finish);
        if (showUsage) {
            chunk.putNull("usage");
        }
        Json.event(out, chunk);
    }

    private ObjectNode chunk() {
        return Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }
}
