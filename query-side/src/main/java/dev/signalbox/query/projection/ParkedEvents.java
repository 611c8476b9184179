package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.common.jpa.SimpleEntityManagerProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jpa.JpaSequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.Serializer;

/**
 * The parked events of one projection. Axon's queue asks the database for every event whether something is parked before
 * it; whoever holds the lock on the processor's token is alone, so here a batch asks once.
 */
class ParkedEvents extends JpaSequencedDeadLetterQueue<EventMessage<?>> {

    /** Of aggregates, and of events of each. A view that can't apply more than that had better stop. */
    private static final int LIMIT = 10_000;

    private final String projection;
    private final EntityManager entities;

    ParkedEvents(String projection, EntityManager entities, TransactionManager transactions, Serializer serializer) {
        super(JpaSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup(projection)
                .maxSequences(LIMIT)
                .maxSequenceSize(LIMIT)
                .entityManagerProvider(new SimpleEntityManagerProvider(entities))
                .transactionManager(transactions)
                .serializer(serializer));
        this.projection = projection;
        this.entities = entities;
    }

    @Override
    public boolean contains(Object aggregate) {
        return CurrentUnitOfWork.isStarted() ? ofThisBatch().contains(aggregate) : super.contains(aggregate);
    }

    @Override
    public void enqueue(Object aggregate, DeadLetter<? extends EventMessage<?>> letter) {
        super.enqueue(aggregate, letter);
        if (CurrentUnitOfWork.isStarted()) {
            ofThisBatch().add(aggregate);
        }
    }

    private Set<Object> ofThisBatch() {
        return CurrentUnitOfWork.get()
                .getOrComputeResource(
                        ParkedEvents.class.getName(),
                        key -> new HashSet<>(entities.createQuery(
                                        "select distinct d.sequenceIdentifier from DeadLetterEntry d"
                                                + " where d.processingGroup = :name",
                                        Object.class)
                                .setParameter("name", projection)
                                .getResultList()));
    }
}
