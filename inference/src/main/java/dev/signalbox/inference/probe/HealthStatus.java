package dev.signalbox.inference.probe;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

enum HealthStatus {
    HEALTHY,
    DEGRADED,
    DOWN,
    UNKNOWN;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
