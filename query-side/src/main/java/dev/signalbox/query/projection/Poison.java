package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds the event that a view can't apply, so that it alone is parked and leaves no trace in the view.
 *
 * <p>Axon would park on the first exception, inside the transaction in which the handler has already changed rows; and
 * what only the flush at the end finds would park nothing. So a batch that fails is rolled back whole, and the next try
 * is careful: each event behind a savepoint, with a flush of its own.
 */
@Component
class Poison {

    private static final Logger log = LoggerFactory.getLogger(Poison.class);

    /** Of processors whose last batch failed: the events at which it did, where even a savepoint saves no transaction. */
    private final Map<String, Map<Long, RuntimeException>> careful = new ConcurrentHashMap<>();

    private final EntityManager entities;

    Poison(EntityManager entities) {
        this.entities = entities;
    }

    void batchFailed(String projection) {
        careful.computeIfAbsent(projection, name -> new ConcurrentHashMap<>());
    }

    void batchApplied(String projection) {
        careful.remove(projection);
    }

    void apply(Projection projection, Object event, DomainEventMessage<?> message) {
        Map<Long, RuntimeException> known = careful.get(projection.name());
        if (known == null) {
            projection.apply(event, message);
            return;
        }
        RuntimeException cause = known.get(position(message));
        if (cause != null) {
            throw cause;
        }
        // what is parked already must not go with the savepoint
        entities.flush();
        Savepoint before = onConnection(Connection::setSavepoint);
        try {
            projection.apply(event, message);
            entities.flush();
        } catch (RuntimeException e) {
            if (e instanceof PersistenceException && isFaultOfTheEvent(e)) {
                // Hibernate lets no such transaction commit: the next try passes this event over
                known.put(position(message), e);
            }
            onConnection(connection -> {
                connection.rollback(before);
                return true;
            });
            entities.clear();
            throw e;
        }
    }

    /** Parks what failed when tried carefully; everything else fails the batch, which is then tried again. */
    EnqueuePolicy<EventMessage<?>> policy(String projection) {
        return (letter, cause) -> {
            if (!careful.containsKey(projection) || !isFaultOfTheEvent(cause)) {
                throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
            }
            log.error(
                    "{} can't apply the event at position {}, which is parked: {}",
                    projection,
                    position(letter.message()),
                    cause.toString());
            return Decisions.enqueue(ThrowableCause.truncated(cause));
        };
    }

    /** Not so a database that is away, full, locked, or lacks a table: that would park one good event after the other. */
    static boolean isFaultOfTheEvent(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                return state.startsWith("22") || state.startsWith("23");
            }
        }
        return true;
    }

    static long position(EventMessage<?> message) {
        return ((TrackedEventMessage<?>) message).trackingToken().position().orElseThrow();
    }

    private <T> T onConnection(Work<T> work) {
        return entities.unwrap(Session.class).doReturningWork(work::on);
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
