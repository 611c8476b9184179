package dev.signalbox.events.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; docs/access.md shows it endpoint by endpoint. On the wire in lower case. */
public enum Role {
    /** Everything but revealing keys. */
    @JsonProperty("admin")
    ADMIN,
    /** Reads of the control plane. */
    @JsonProperty("auditor")
    AUDITOR,
    /** Exports for routers, the keys in them included. */
    @JsonProperty("router")
    ROUTER,
    /** Requests to the data plane. */
    @JsonProperty("inference")
    INFERENCE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofWireName(String name) {
        return Arrays.stream(values()).filter(r -> r.wireName().equals(name)).findFirst();
    }
}
