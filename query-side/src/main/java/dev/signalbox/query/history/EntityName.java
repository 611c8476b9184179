package dev.signalbox.query.history;

import java.util.Map;

/** An entity as clients name it. */
record EntityName(String type, String id) {

    /** How the identifiers of each kind's aggregates begin. */
    static final Map<String, String> PREFIXES =
            Map.of(Document.SERVER, "server-", Document.API_KEY, "api-key-", Document.ACTIVE_PROVIDER, "active-");

    private static final Map<String, String> PATHS =
            Map.of(Document.SERVER, "servers", Document.API_KEY, "api-keys", Document.ACTIVE_PROVIDER, "active");

    static EntityName ofAggregate(String identifier) {
        return PREFIXES.entrySet().stream()
                .filter(prefix -> identifier.startsWith(prefix.getValue()))
                .findFirst()
                .map(prefix -> new EntityName(
                        prefix.getKey(), identifier.substring(prefix.getValue().length())))
                .orElseThrow();
    }

    String path() {
        return "/api/v1/llm-config/" + PATHS.get(type) + "/" + id;
    }
}
