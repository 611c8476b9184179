package dev.signalbox.query.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** In whose words an entry is told. */
enum AuditFormat {
    NATIVE(entry -> entry),
    OCSF(Ocsf::of),
    CLOUDEVENTS(CloudEvent::of);

    private final Function<AuditEntry, Object> rendering;

    AuditFormat(Function<AuditEntry, Object> rendering) {
        this.rendering = rendering;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static AuditFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(AuditFormat::wireName).collect(Collectors.joining(", "))));
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Object render(AuditEntry entry) {
        return rendering.apply(entry);
    }
}
