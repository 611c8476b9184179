package dev.signalbox.inference.gateway;

import dev.signalbox.events.Purpose;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;

/**
 * The endpoints whose requests and answers pass through: OpenAI's API reference, and for reranking the shape that Jina,
 * vLLM and llama.cpp have in common.
 */
enum Endpoint {
    CHAT("/chat/completions", Purpose.CHAT, Map.of("messages", Set.of(JsonToken.START_ARRAY)), "choices", true),
    COMPLETIONS("/completions", Purpose.CHAT, Map.of("prompt", Types.TEXTS), "choices", true),
    EMBEDDINGS("/embeddings", Purpose.EMBEDDINGS, Map.of("input", Types.TEXTS), "data", false),
    RERANK(
            "/rerank",
            Purpose.RERANKING,
            Map.of("query", Set.of(JsonToken.VALUE_STRING), "documents", Set.of(JsonToken.START_ARRAY)),
            "results",
            false);

    private static final Map<String, Endpoint> BY_PATH = Map.of(
            "/v1/chat/completions", CHAT,
            "/api/v1/llm/chat/completions", CHAT,
            "/v1/completions", COMPLETIONS,
            "/api/v1/llm/completions", COMPLETIONS,
            "/v1/embeddings", EMBEDDINGS,
            "/api/v1/llm/embeddings", EMBEDDINGS,
            "/v1/rerank", RERANK,
            "/api/v1/llm/rerank", RERANK);

    private final String upstreamPath;
    private final Purpose purpose;
    private final Map<String, Set<JsonToken>> required;
    private final String answer;
    private final boolean streams;

    /**
     * @param upstreamPath below the provider's API base
     * @param required members of the request, and what they may begin with
     * @param answer the array that an answer has to have
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

    static Optional<Endpoint> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /** As usage records name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
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

    /** The member that an answer has to have. */
    String answer() {
        return answer;
    }

    JsonToken answerBegins() {
        return JsonToken.START_ARRAY;
    }

    boolean streams() {
        return streams;
    }

    /** One text or several, or token ids. */
    private static final class Types {
        static final Set<JsonToken> TEXTS = Set.of(JsonToken.VALUE_STRING, JsonToken.START_ARRAY);
    }
}
