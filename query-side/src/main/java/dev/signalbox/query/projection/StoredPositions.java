package dev.signalbox.query.projection;

import dev.signalbox.events.signal.EventsAppended;
import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.signal.ViewsKnown;
import dev.signalbox.query.OnEveryNode;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.jpa.TokenEntry;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;

/** The positions as the database has them. */
@OnEveryNode
public class StoredPositions {

    private static final Logger log = LoggerFactory.getLogger(StoredPositions.class);

    private final EntityManager entities;
    private final Serializer serializer;
    private final ApplicationEventPublisher publisher;

    StoredPositions(EntityManager entities, Serializer serializer, ApplicationEventPublisher publisher) {
        this.entities = entities;
        this.serializer = serializer;
        this.publisher = publisher;
    }

    /** The position of the last event, 0 without any. */
    public long head() {
        Object max = entities.createNativeQuery("select coalesce(max(global_index), 0) from domain_event_entry")
                .getSingleResult();
        return ((Number) max).longValue();
    }

    /** Up to where a processor has applied the events; in a transaction as consistent as that one is. */
    public long of(String processor) {
        return entities
                .createQuery("select t from TokenEntry t where t.processorName = :name", TokenEntry.class)
                .setParameter("name", processor)
                .getResultList()
                .stream()
                .mapToLong(this::position)
                .min()
                .orElse(0);
    }

    public Map<String, Long> all() {
        Map<String, Long> positions = new TreeMap<>();
        entities.createQuery("select t from TokenEntry t", TokenEntry.class)
                .getResultList()
                .forEach(entry -> positions.merge(entry.getProcessorName(), position(entry), Math::min));
        return positions;
    }

    private long position(TokenEntry entry) {
        TrackingToken token = entry.getToken(serializer);
        return token == null ? 0 : token.position().orElse(0);
    }

    /** Notices of other nodes' progress were lost while this node did not listen. */
    @EventListener
    void announce(EventsAppended event) {
        if (event.position() > 0) {
            return;
        }
        try {
            all().forEach((view, position) -> publisher.publishEvent(new ViewAdvanced(view, position)));
            publisher.publishEvent(new ViewsKnown());
        } catch (DataAccessException e) {
            // the next applied event says the position, too
            log.warn("The views' positions can't be read yet: {}", e.getMessage());
        }
    }
}
