package dev.signalbox.query.projection;

import dev.signalbox.events.signal.MetadataKeys;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;

/** Who changed an entity when, and its version since. */
public final class Stamp {

    private final DomainEventMessage<?> message;

    private Stamp(DomainEventMessage<?> message) {
        this.message = message;
    }

    public static Stamp of(DomainEventMessage<?> message) {
        return new Stamp(message);
    }

    /** Decoded only when it is asked for: most changes of a view don't name who made them. */
    public String user() {
        Object user = message.getMetaData().get(MetadataKeys.USER);
        return user == null ? "unknown" : user.toString();
    }

    public Instant at() {
        return message.getTimestamp();
    }

    /** 1 for an entity's first event. */
    public long version() {
        return message.getSequenceNumber() + 1;
    }
}
