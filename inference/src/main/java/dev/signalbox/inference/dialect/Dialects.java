package dev.signalbox.inference.dialect;

import dev.signalbox.inference.dialect.RerankDialect.Shape;

/** All dialects there are: what comes in, and what goes out where that differs. */
public final class Dialects {

    public static final Dialect CHAT_TO_MESSAGES = new ChatToMessages();
    public static final Dialect MESSAGES_TO_CHAT = new MessagesToChat();
    public static final Dialect BASE64_EMBEDDINGS = new Base64Embeddings();
    public static final Dialect VLLM_RERANK = new VllmRerank();

    private Dialects() {}

    /**
     * @param asCohere whether the client speaks Cohere's shape, not Jina's
     * @param provider the provider's: {@code jina}, {@code cohere}, {@code voyage} or {@code tei}
     */
    public static Dialect rerank(boolean asCohere, String provider) {
        return new RerankDialect(asCohere, Shape.of(provider));
    }
}
