package dev.signalbox.query.projection;

import dev.signalbox.events.signal.MetadataKeys;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Who changed an entity when, and its version since.
 *
 * @param version 1 for an entity's first event
 */
public record Stamp(String user, Instant at, long version) {

    public static Stamp of(DomainEventMessage<?> message) {
        Object user = message.getMetaData().get(MetadataKeys.USER);
        return new Stamp(
                user == null ? "unknown" : user.toString(), message.getTimestamp(), message.getSequenceNumber() + 1);
    }
}
