package dev.signalbox.query.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** By what sums are told apart. */
enum Dimension {
    PROVIDER("provider_type <> ''", "provider_type", "provider_id"),
    KEY("provider_type = 'api_key'", "provider_type", "provider_id"),
    SERVER("provider_type = 'ai_server'", "provider_type", "provider_id"),
    MODEL("true", "model"),
    PURPOSE("true", "purpose"),
    CLIENT("true", "client", "token_id");

    private final String condition;
    private final List<String> columns;

    Dimension(String condition, String... columns) {
        this.condition = condition;
        this.columns = List.of(columns);
    }

    static Dimension parse(String text) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(Dimension::wireName).collect(Collectors.joining(", "))));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What belongs to no group: requests that reached no provider have no server. */
    String condition() {
        return condition;
    }

    List<String> columns() {
        return columns;
    }

    /** As answers have them. */
    List<String> shown() {
        return isProvider() ? List.of("provider_type", "provider_id", "provider_name") : columns;
    }

    boolean isProvider() {
        return columns.contains("provider_id");
    }
}
