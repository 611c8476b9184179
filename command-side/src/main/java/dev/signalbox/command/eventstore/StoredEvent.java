package dev.signalbox.command.eventstore;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.axonframework.eventhandling.AbstractDomainEventEntry;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;

/** A row of the event store. Unlike Axon's own entity its position is assigned, not generated. */
@Entity
@Table(name = "domain_event_entry")
class StoredEvent extends AbstractDomainEventEntry<byte[]> {

    @Id
    @Column(name = "global_index")
    private long globalIndex;

    StoredEvent(long position, DomainEventMessage<?> event, Serializer serializer) {
        super(event, serializer, byte[].class);
        this.globalIndex = position;
    }

    protected StoredEvent() {}

    long globalIndex() {
        return globalIndex;
    }
}
