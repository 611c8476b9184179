package dev.signalbox.command.write;

import org.jspecify.annotations.Nullable;

/**
 * A write that is durable.
 *
 * @param version the aggregate's: the number of its events
 * @param position of the aggregate's last event
 * @param repeated whether this is the repetition of a write that was committed before
 * @param body the first answer's body, when it is known
 */
record Committed(String aggregateId, long version, long position, boolean repeated, byte @Nullable [] body) {}
