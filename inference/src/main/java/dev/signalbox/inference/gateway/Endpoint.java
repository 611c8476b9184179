package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;

/** What clients can ask for: OpenAI's API, Anthropic's messages, and for reranking the shapes of Jina and Cohere. */
enum Endpoint {
    CHAT("/chat/completions", Purpose.CHAT, Map.of("messages", Types.ARRAY), "choices", true),
    COMPLETIONS("/completions", Purpose.CHAT, Map.of("prompt", Types.TEXTS), "choices", true),
    EMBEDDINGS("/embeddings", Purpose.EMBEDDINGS, Map.of("input", Types.TEXTS), "data", false),
    RERANK("/rerank", Purpose.RERANKING, Types.RANKED, "results", false),
    /** Cohere's shape of the same. */
    RERANK_V2("/rerank", Purpose.RERANKING, Types.RANKED, "results", false),
    MESSAGES(
            "/messages",
            Purpose.CHAT,
            Map.of("messages", Types.ARRAY, "max_tokens", Set.of(JsonToken.VALUE_NUMBER_INT)),
            "content",
            true),
    COUNT_TOKENS("/messages/count_tokens", Purpose.CHAT, Map.of("messages", Types.ARRAY), "input_tokens", false),
    RESPONSES("/responses", Purpose.CHAT, Map.of("input", Types.TEXTS), "output", true);

    private static final Map<String, Endpoint> BY_PATH = byPath();

    private final String upstreamPath;
    private final Purpose purpose;
    private final Map<String, Set<JsonToken>> required;
    private final String answer;
    private final boolean streams;
    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * @param upstreamPath below the provider's API base
     * @param required members of the request, and what they may begin with
     * @param answer the member that an answer has to have
     */
    Endpoint(
            String upstreamPath,
            Purpose purpose,
            Map<String, Set<JsonToken>> required,
            String answer,
            boolean streams) {
        this.upstreamPath = upstreamPath;
        this.purpose = purpose;
        this.required = required;
        this.answer = answer;
        this.streams = streams;
    }

    /** Below {@code /v1} and, as clients of old have it, below {@code /api/v1/llm}. */
    private static Map<String, Endpoint> byPath() {
        Map<String, Endpoint> paths = new HashMap<>();
        for (Endpoint endpoint : values()) {
            if (endpoint == RERANK_V2) {
                paths.put("/v2/rerank", endpoint);
            } else {
                paths.put("/v1" + endpoint.upstreamPath, endpoint);
                paths.put("/api/v1/llm" + endpoint.upstreamPath, endpoint);
            }
        }
        return Map.copyOf(paths);
    }

    static Set<String> paths() {
        return BY_PATH.keySet();
    }

    static Optional<Endpoint> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /** As usage records and the vendor catalogue name it. */
    String label() {
        return label;
    }

    String upstreamPath() {
        return upstreamPath;
    }

    Purpose purpose() {
        return purpose;
    }

    Map<String, Set<JsonToken>> required() {
        return required;
    }

    String answer() {
        return answer;
    }

    JsonToken answerBegins() {
        return this == COUNT_TOKENS ? JsonToken.VALUE_NUMBER_INT : JsonToken.START_ARRAY;
    }

    boolean streams() {
        return streams;
    }

    /** Whether a stream tells its usage only when it is asked by {@code stream_options}. */
    boolean hasStreamOptions() {
        return this == CHAT || this == COMPLETIONS;
    }

    private static final class Types {
        static final Set<JsonToken> ARRAY = Set.of(JsonToken.START_ARRAY);
        /** One text or several, or token ids. */
        static final Set<JsonToken> TEXTS = Set.of(JsonToken.VALUE_STRING, JsonToken.START_ARRAY);

        static final Map<String, Set<JsonToken>> RANKED =
                Map.of("query", Set.of(JsonToken.VALUE_STRING), "documents", ARRAY);
    }
}
