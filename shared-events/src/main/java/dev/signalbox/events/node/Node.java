package dev.signalbox.events.node;

import java.time.Instant;
import java.util.List;

/**
 * This process, as other nodes and operators know it.
 *
 * @param id unique for each start
 */
public record Node(String id, List<String> roles, String version, Instant startedAt) {}
