package dev.signalbox.inference.dialect;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How long an answer may be and how much thinking goes before it: one limit in OpenAI's API, two in Anthropic's. */
final class ChatThinking {

    private static final int LEAST = 1024;
    private static final Map<String, Integer> BUDGETS =
            Map.of("minimal", LEAST, "low", LEAST, "medium", 4096, "high", 16_384, "xhigh", 32_768);

    private ChatThinking() {}

    static void copy(JsonNode chat, ObjectNode message, ChatConversation conversation, int defaultMax) {
        JsonNode asked = chat.path(Json.has(chat, "max_completion_tokens") ? "max_completion_tokens" : "max_tokens");
        if (!asked.isMissingNode() && !asked.isNull() && !asked.isIntegralNumber()) {
            throw UntranslatableException.wrong("max_tokens", "Invalid type for 'max_tokens': expected an integer.");
        }
        int max = asked.isIntegralNumber() ? asked.asInt() : defaultMax;
        if (chat.path("thinking").isObject()) {
            // Anthropic's own word for it, which goes before ours
            message.put("max_tokens", max).set("thinking", chat.path("thinking"));
            return;
        }
        int wanted = BUDGETS.getOrDefault(Json.text(chat, "reasoning_effort"), 0);
        boolean forced = forcesATool(message);
        if (wanted == 0 || forced || conversation.thinkingLost()) {
            message.put("max_tokens", max);
            return;
        }
        // what the client allows is for both together, as OpenAI counts it; our own default is for the answer
        int budget = asked.isIntegralNumber() ? Math.min(wanted, max / 2) : wanted;
        if (budget < LEAST) {
            message.put("max_tokens", max);
            return;
        }
        message.put("max_tokens", asked.isIntegralNumber() ? max : max + budget);
        message.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        // a thinking model takes none of these
        message.remove("temperature");
        message.remove("top_k");
        message.remove("top_p");
    }

    private static boolean forcesATool(ObjectNode message) {
        String choice = Json.text(message.path("tool_choice"), "type");
        return choice.equals("any") || choice.equals("tool");
    }
}
