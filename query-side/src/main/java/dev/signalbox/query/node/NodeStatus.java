package dev.signalbox.query.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A node as it told of itself.
 *
 * @param alive whether that was a moment ago
 * @param positions up to where it knows the views, and up to where it routes: {@code routing-snapshot}
 * @param keyIds the encryption keys that it holds
 */
record NodeStatus(
        String id,
        List<String> roles,
        String version,
        @JsonProperty("started_at") Instant startedAt,
        @JsonProperty("last_seen") Instant lastSeen,
        boolean alive,
        Map<String, Long> positions,
        @JsonProperty("key_ids") List<String> keyIds) {}
