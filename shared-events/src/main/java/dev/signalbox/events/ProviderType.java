package dev.signalbox.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The two kinds of providers. On the wire {@code ai_server} and {@code api_key}. */
public enum ProviderType {
    @JsonProperty("ai_server")
    AI_SERVER,
    @JsonProperty("api_key")
    API_KEY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
