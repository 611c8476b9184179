package dev.signalbox.events.server;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The software that a server runs; decides how it is probed. */
public enum ServerType {
    @JsonProperty("vllm")
    VLLM("vllm"),
    @JsonProperty("ollama")
    OLLAMA("ollama"),
    @JsonProperty("llamacpp")
    LLAMACPP("llamacpp"),
    @JsonProperty("openai-compatible")
    OPENAI_COMPATIBLE("openai-compatible");

    private final String wireName;

    ServerType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether such a server runs on the operator's own machines. */
    public boolean isLocal() {
        return this != OPENAI_COMPATIBLE;
    }
}
