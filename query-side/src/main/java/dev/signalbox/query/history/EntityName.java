package dev.signalbox.query.history;

import java.util.Map;

/** An entity as clients name it. */
record EntityName(String type, String id) {

    static final String TOKEN = "token";

    /** How the identifiers of each kind's aggregates begin. */
    static final Map<String, String> PREFIXES = Map.of(
            Document.SERVER,
            "server-",
            Document.API_KEY,
            "api-key-",
            Document.ACTIVE_PROVIDER,
            "active-",
            TOKEN,
            "token-");

    private static final Map<String, String> PATHS = Map.of(
            Document.SERVER,
            "llm-config/servers",
            Document.API_KEY,
            "llm-config/api-keys",
            Document.ACTIVE_PROVIDER,
            "llm-config/active",
            TOKEN,
            "admin/tokens");

    static EntityName ofAggregate(String identifier) {
        return PREFIXES.entrySet().stream()
                .filter(prefix -> identifier.startsWith(prefix.getValue()))
                .findFirst()
                .map(prefix -> new EntityName(
                        prefix.getKey(), identifier.substring(prefix.getValue().length())))
                .orElseThrow();
    }

    String path() {
        return "/api/v1/" + PATHS.get(type) + "/" + id;
    }
}
