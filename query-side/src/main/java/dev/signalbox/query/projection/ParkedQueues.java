package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.deadletter.jpa.DeadLetterEntry;
import org.axonframework.serialization.Serializer;
import org.springframework.stereotype.Component;

/** The parked events of all projections. */
@Component
class ParkedQueues {

    private final Map<String, ParkedEvents> queues = new ConcurrentHashMap<>();
    private final EntityManager entities;
    private final TransactionManager transactions;
    private final Serializer serializer;

    ParkedQueues(EntityManager entities, TransactionManager transactions, Serializer serializer) {
        this.entities = entities;
        this.transactions = transactions;
        this.serializer = serializer;
    }

    ParkedEvents of(String projection) {
        return queues.computeIfAbsent(projection, name -> new ParkedEvents(name, entities, transactions, serializer));
    }

    /** How many are parked, by projection; only of those where any is. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        entities.createQuery(
                        "select d.processingGroup, count(d) from DeadLetterEntry d group by d.processingGroup",
                        Object[].class)
                .getResultList()
                .forEach(row -> sizes.put((String) row[0], (Long) row[1]));
        return sizes;
    }

    /** The place that Axon's token has, as a position. */
    long position(DeadLetterEntry letter) {
        TrackingToken token = serializer.deserialize(letter.getMessage().getTrackingToken());
        return token.position().orElse(0);
    }
}
