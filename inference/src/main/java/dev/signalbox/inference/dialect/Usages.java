package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens as both APIs count them: OpenAI's prompt has the cached ones in it, Anthropic's input has not. */
final class Usages {

    private static final String READ = "cache_read_input_tokens";
    private static final String CREATED = "cache_creation_input_tokens";

    private Usages() {}

    static ObjectNode ofOpenAi(JsonNode anthropic) {
        long read = anthropic.path(READ).asLong(0);
        long created = anthropic.path(CREATED).asLong(0);
        long prompt = anthropic.path("input_tokens").asLong(0) + read + created;
        long completion = anthropic.path("output_tokens").asLong(0);
        ObjectNode usage = Json.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", read);
        if (created > 0) {
            // costs more than other input: whoever reckons needs it
            usage.put(CREATED, created);
        }
        return usage;
    }

    static ObjectNode ofAnthropic(JsonNode openAi) {
        JsonNode cached = openAi.path("prompt_tokens_details").path("cached_tokens");
        long read = cached.asLong(0);
        long created = openAi.path(CREATED).asLong(0);
        ObjectNode usage = Json.object()
                .put("input_tokens", Math.max(0, openAi.path("prompt_tokens").asLong(0) - read - created));
        usage.put(CREATED, created).put(READ, read);
        return usage.put("output_tokens", openAi.path("completion_tokens").asLong(0));
    }
}
