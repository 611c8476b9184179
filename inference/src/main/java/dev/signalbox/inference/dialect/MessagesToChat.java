package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.Upstream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's messages in, OpenAI's chat completions out. */
final class MessagesToChat implements Dialect {

    @Override
    public Translation translate(byte[] request, String model, Upstream upstream) {
        JsonNode message = Json.request(request);
        refuseWrongTypes(message);
        if (!message.path("mcp_servers").isEmpty()) {
            throw UntranslatableException.unsupported(
                    "mcp_servers", "'mcp_servers' is not possible with this provider: it speaks OpenAI's API.");
        }
        ObjectNode chat = Json.object().put("model", model);
        chat.set("messages", MessagesConversation.of(message));
        MessagesTools.copy(message, chat);
        parameters(message, chat, upstream);
        JsonNode schema = message.path("output_config").path("format").path("schema");
        if (schema.isObject()) {
            ObjectNode format = chat.putObject("response_format").put("type", "json_schema");
            format.putObject("json_schema").put("name", "answer").set("schema", schema);
        }
        boolean thinks = message.path("thinking").isObject()
                && !Json.text(message.path("thinking"), "type").equals("disabled");
        return new Chat(Json.bytes(chat), thinks);
    }

    private static void refuseWrongTypes(JsonNode message) {
        for (String list : new String[] {"stop_sequences", "tools"}) {
            Json.expect(message, list, JsonNode::isArray, list + ": expected an array.");
        }
        for (String object : new String[] {"tool_choice", "thinking", "output_config"}) {
            Json.expect(message, object, JsonNode::isObject, object + ": expected an object.");
        }
    }

    private static void parameters(JsonNode message, ObjectNode chat, Upstream upstream) {
        if (Json.has(message, "max_tokens")) {
            String limit = upstream.hasQuirk("max-completion-tokens") ? "max_completion_tokens" : "max_tokens";
            chat.set(limit, message.path("max_tokens"));
        }
        for (String same : new String[] {"temperature", "top_p"}) {
            if (Json.has(message, same)) {
                chat.set(same, message.path(same));
            }
        }
        if (Json.has(message, "top_k") && upstream.isServer()) {
            // no parameter of OpenAI's, but of the servers that speak its API
            chat.set("top_k", message.path("top_k"));
        }
        if (!message.path("stop_sequences").isEmpty()) {
            chat.set("stop", message.path("stop_sequences"));
        }
        String user = Json.text(message.path("metadata"), "user_id");
        if (!user.isEmpty()) {
            chat.put("user", user);
        }
        if (message.path("stream").asBoolean(false)) {
            chat.put("stream", true);
            // the client's API always says it
            chat.putObject("stream_options").put("include_usage", true);
        }
    }

    private record Chat(byte[] body, boolean thinks) implements Translation {

        @Override
        public byte[] answer(byte[] said) {
            return ChatAnswer.asMessage(said, thinks);
        }

        @Override
        public EventTranslator events() {
            return new ChunksToMessages(thinks);
        }
    }
}
