package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.Upstream;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions in, Anthropic's messages out. */
final class ChatToMessages implements Dialect {

    @Override
    public Translation translate(byte[] request, String model, Upstream upstream) {
        JsonNode chat = Json.request(request);
        refuseWrongTypes(chat);
        refuseWhatCanNotBeAnswered(chat);
        ObjectNode message = Json.object().put("model", model);
        ChatConversation conversation = ChatConversation.of(chat.path("messages"));
        ArrayNode system = conversation.system();
        ChatOutput.format(chat, system, message);
        if (!system.isEmpty()) {
            message.set("system", system);
        }
        message.set("messages", conversation.messages());
        ChatTools.copy(chat, message);
        parameters(chat, message);
        ChatThinking.copy(chat, message, conversation, upstream.maxTokens());
        boolean usage = chat.path("stream_options").path("include_usage").asBoolean(false);
        return new Messages(Json.bytes(message), usage);
    }

    private static void refuseWrongTypes(JsonNode chat) {
        for (String number : new String[] {"temperature", "top_p", "top_k"}) {
            expect(chat, number, JsonNode::isNumber, "a number");
        }
        expect(chat, "stop", stop -> stop.isString() || stop.isArray(), "a string or an array");
        expect(chat, "tools", JsonNode::isArray, "an array");
        expect(chat, "response_format", JsonNode::isObject, "an object");
    }

    private static void expect(JsonNode chat, String name, Predicate<JsonNode> type, String expected) {
        Json.expect(chat, name, type, "Invalid type for '" + name + "': expected " + expected + ".");
    }

    /** Without these the answer would lack what was asked for; what only nudges the sampling is left out. */
    private static void refuseWhatCanNotBeAnswered(JsonNode chat) {
        refuse(chat.path("n").asInt(1) > 1, "n", "only one choice at a time");
        refuse(chat.path("logprobs").asBoolean(false), "logprobs", "no log probabilities");
        refuse(chat.path("top_logprobs").asInt(0) > 0, "top_logprobs", "no log probabilities");
        boolean audio = chat.path("modalities")
                .valueStream()
                .anyMatch(item -> item.asString("").equals("audio"));
        refuse(audio, "modalities", "no audio");
        refuse(!chat.path("functions").isEmpty(), "functions", "no functions: use 'tools'");
    }

    private static void refuse(boolean asked, String param, String why) {
        if (asked) {
            throw UntranslatableException.unsupported(
                    param, "'" + param + "' is not possible with this provider: Anthropic's API has " + why + ".");
        }
    }

    private static void parameters(JsonNode chat, ObjectNode message) {
        if (Json.has(chat, "temperature")) {
            // 0 to 2 there, 0 to 1 here
            double asked = chat.path("temperature").asDouble();
            message.put("temperature", Math.min(asked, 1));
        }
        for (String same : new String[] {"top_p", "top_k"}) {
            if (Json.has(chat, same)) {
                message.set(same, chat.path(same));
            }
        }
        if (chat.path("stream").asBoolean(false)) {
            message.put("stream", true);
        }
        JsonNode stop = chat.path("stop");
        if (stop.isString()) {
            message.putArray("stop_sequences").add(stop.asString());
        } else if (stop.isArray() && !stop.isEmpty()) {
            message.set("stop_sequences", stop);
        }
        String user = Json.text(chat, Json.has(chat, "safety_identifier") ? "safety_identifier" : "user");
        if (!user.isEmpty()) {
            message.putObject("metadata").put("user_id", user);
        }
    }

    private record Messages(byte[] body, boolean usage) implements Translation {

        @Override
        public byte[] answer(byte[] said) {
            return MessagesAnswer.asCompletion(said);
        }

        @Override
        public EventTranslator events() {
            return new MessagesToChunks(usage);
        }
    }
}
