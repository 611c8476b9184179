package dev.signalbox.command.eventstore;

import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.serialization.Serializer;

/**
 * Gives out positions in commit order and without gaps, so that a reader who has seen position N has seen all before it.
 *
 * <p>Axon's own engine takes them from a sequence: a transaction that commits late, or rolls back, leaves a gap, and a
 * gap beside an event older than 60 s is passed over for ever, on replays too (AxonFramework issue 4829). Here the
 * transaction that appends holds an advisory lock up to its end, and takes max + 1.
 */
class OrderedEventStorageEngine extends JpaEventStorageEngine {

    private final TransactionManager transactionManager;

    OrderedEventStorageEngine(Builder builder, TransactionManager transactionManager) {
        super(builder);
        this.transactionManager = transactionManager;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        transactionManager.executeInTransaction(() -> {
            try {
                append(events, serializer);
            } catch (Exception e) {
                handlePersistenceException(e, events.get(0));
            }
        });
    }

    private void append(List<? extends EventMessage<?>> events, Serializer serializer) {
        // two statements: only one that begins after the lock was granted sees what its last holder committed
        query("select cast(" + AppendLock.TAKE + " as text)");
        long position = ((Number) query("select coalesce(max(global_index), 0) from domain_event_entry")).longValue();
        for (EventMessage<?> event : events) {
            position++;
            entityManager().persist(new StoredEvent(position, asDomainEventMessage(event), serializer));
        }
        entityManager().flush();
        // sent by PostgreSQL at the commit, to every node
        query("select cast(pg_notify('signalbox_events', '" + position + "') as text)");
    }

    private Object query(String sql) {
        return entityManager().createNativeQuery(sql).getSingleResult();
    }

    @Override
    protected String domainEventEntryEntityName() {
        return StoredEvent.class.getSimpleName();
    }
}
