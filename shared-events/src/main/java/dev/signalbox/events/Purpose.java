package dev.signalbox.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a provider is active for. On the wire and in paths: {@code chat}, {@code embeddings}, {@code reranking}. */
public enum Purpose {
    @JsonProperty("chat")
    CHAT,
    @JsonProperty("embeddings")
    EMBEDDINGS,
    @JsonProperty("reranking")
    RERANKING;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Purpose> ofWireName(String name) {
        return Arrays.stream(values()).filter(p -> p.wireName().equals(name)).findFirst();
    }
}
