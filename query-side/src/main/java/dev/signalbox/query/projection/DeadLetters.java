package dev.signalbox.query.projection;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jpa.DeadLetterEntry;
import org.axonframework.eventhandling.deadletter.jpa.JpaDeadLetter;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Parked events: shown, tried again, let go. */
@Component
class DeadLetters {

    /** @param error why the next one failed, null when none is left */
    record Retried(long applied, long parked, @Nullable String error) {}

    private static final String RETRIES = "retries";

    private final EntityManager entities;
    private final ParkedQueues queues;
    private final StoredPositions positions;
    private final BatchSignals signals;
    private final Serializer serializer;
    private final JsonMapper json;
    private final TransactionTemplate transaction;

    DeadLetters(
            EntityManager entities,
            ParkedQueues queues,
            StoredPositions positions,
            BatchSignals signals,
            Serializer serializer,
            JsonMapper json,
            PlatformTransactionManager transactions) {
        this.entities = entities;
        this.queues = queues;
        this.positions = positions;
        this.signals = signals;
        this.serializer = serializer;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
    }

    List<DeadLetter> of(String projection, int limit) {
        return entities
                .createQuery(
                        "select d from DeadLetterEntry d where d.processingGroup = :name"
                                + " order by d.enqueuedAt, d.sequenceIdentifier, d.sequenceIndex",
                        DeadLetterEntry.class)
                .setParameter("name", projection)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(entry -> letter(entry, null, null))
                .toList();
    }

    Optional<DeadLetter> find(String projection, String id) {
        return entry(projection, id)
                .map(entry -> letter(
                        entry,
                        json(entry.getMessage().getPayload().getData()),
                        json(entry.getMessage().getMetaData().getData())));
    }

    private Optional<DeadLetterEntry> entry(String projection, String id) {
        return Optional.ofNullable(entities.find(DeadLetterEntry.class, id))
                .filter(entry -> entry.getProcessingGroup().equals(projection));
    }

    private DeadLetter letter(DeadLetterEntry entry, @Nullable JsonNode payload, @Nullable JsonNode metaData) {
        var message = entry.getMessage();
        String type = message.getPayload().getType().getName();
        return new DeadLetter(
                entry.getDeadLetterId(),
                queues.position(entry),
                entry.getSequenceIdentifier(),
                entry.getSequenceIndex(),
                type.substring(type.lastIndexOf('.') + 1),
                message.getEventIdentifier(),
                Instant.parse(message.getTimeStamp()),
                entry.getEnqueuedAt(),
                entry.getLastTouched(),
                entry.getCauseType() == null ? null : entry.getCauseType() + ": " + entry.getCauseMessage(),
                retries(serializer.deserialize(entry.getDiagnostics())),
                payload,
                metaData);
    }

    private static long retries(MetaData diagnostics) {
        return diagnostics.get(RETRIES) instanceof Number number ? number.longValue() : 0;
    }

    /** What can't be read may be why it is here. */
    private JsonNode json(byte[] stored) {
        try {
            return json.readTree(stored);
        } catch (JacksonException e) {
            return new StringNode(new String(stored, StandardCharsets.UTF_8));
        }
    }

    /** The id of the one that must go before this one, or of itself. */
    String first(String projection, String aggregate) {
        return entities.createQuery(
                        "select d.deadLetterId from DeadLetterEntry d where d.processingGroup = :name"
                                + " and d.sequenceIdentifier = :aggregate order by d.sequenceIndex",
                        String.class)
                .setParameter("name", projection)
                .setParameter("aggregate", aggregate)
                .setMaxResults(1)
                .getSingleResult();
    }

    List<String> aggregates(String projection) {
        return entities.createQuery(
                        "select d.sequenceIdentifier from DeadLetterEntry d where d.processingGroup = :name"
                                + " group by d.sequenceIdentifier order by min(d.enqueuedAt)",
                        String.class)
                .setParameter("name", projection)
                .getResultList();
    }

    /** Applies an aggregate's parked events, each in a transaction of its own, until one fails or none is left. */
    Retried retry(Projection projection, String aggregate) {
        ParkedEvents queue = queues.of(projection.name());
        long applied = 0;
        while (true) {
            Tried tried = new Tried();
            try {
                if (!Boolean.TRUE.equals(transaction.execute(status -> applyFirst(projection, aggregate, tried)))) {
                    return new Retried(applied, 0, null);
                }
                applied++;
                signals.publish(projection.name(), tried.position);
            } catch (RuntimeException e) {
                if (tried.letter == null || !Poison.isFaultOfTheEvent(e)) {
                    throw e;
                }
                JpaDeadLetter<?> letter = tried.letter;
                transaction.executeWithoutResult(status -> requeue(queue, letter, e));
                return new Retried(applied, queue.sequenceSize(aggregate), e.toString());
            }
        }
    }

    /** What a transaction was about that is rolled back. */
    private static final class Tried {
        private @Nullable JpaDeadLetter<EventMessage<?>> letter;
        private long position;
    }

    private Boolean applyFirst(Projection projection, String aggregate, Tried tried) {
        String name = projection.name();
        // the next batch waits: no event of the aggregate comes between the last parked one and those behind it
        entities.createNativeQuery("select segment from token_entry where processor_name = :name for update")
                .setParameter("name", name)
                .getResultList();
        ParkedEvents queue = queues.of(name);
        var letters = queue.deadLetterSequence(aggregate).iterator();
        if (!letters.hasNext()) {
            return false;
        }
        @SuppressWarnings("unchecked")
        var letter = (JpaDeadLetter<EventMessage<?>>) letters.next();
        tried.letter = letter;
        DomainEventMessage<?> message = (DomainEventMessage<?>) letter.message();
        projection.apply(message.getPayload(), message);
        queue.evict(letter);
        entities.flush();
        tried.position = positions.of(name);
        signals.tell(name, tried.position);
        return true;
    }

    private static void requeue(ParkedEvents queue, JpaDeadLetter<?> letter, RuntimeException cause) {
        @SuppressWarnings("unchecked")
        var same = (JpaDeadLetter<EventMessage<?>>) letter;
        queue.requeue(
                same,
                old -> old.withDiagnostics(old.diagnostics().and(RETRIES, retries(old.diagnostics()) + 1))
                        .withCause(ThrowableCause.truncated(cause)));
    }

    /** @return whether it was there */
    boolean discard(String projection, String id) {
        return Boolean.TRUE.equals(transaction.execute(status -> entry(projection, id)
                .map(entry -> {
                    entities.remove(entry);
                    return true;
                })
                .orElse(false)));
    }
}
