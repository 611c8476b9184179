package dev.signalbox.events.server;

import dev.signalbox.events.Purpose;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of a server beside its credential and whether it is enabled.
 *
 * @param baseUrl absolute http(s) URL without user-info, fragment, trailing slash and trailing {@code /v1}
 * @param modelPath the model to ask for when the client names none
 * @param metadata a JSON object of the operator's own
 */
public record ServerDetails(
        String name,
        ServerType type,
        String baseUrl,
        @Nullable String modelPath,
        Set<Purpose> purposes,
        Map<String, Object> metadata) {

    public ServerDetails {
        purposes = Collections.unmodifiableSet(new TreeSet<>(purposes));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
