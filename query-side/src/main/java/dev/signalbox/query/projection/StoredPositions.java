package dev.signalbox.query.projection;

import dev.signalbox.events.signal.EventsAppended;
import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.signal.ViewsKnown;
import dev.signalbox.query.OnEveryNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The positions as the database has them. */
@OnEveryNode
public class StoredPositions {

    private static final Logger log = LoggerFactory.getLogger(StoredPositions.class);

    private final JdbcClient jdbc;
    private final Serializer serializer;
    private final ApplicationEventPublisher publisher;

    private record Stored(
            String processor,
            byte @Nullable [] token,
            @Nullable String type) {}

    StoredPositions(JdbcClient jdbc, Serializer serializer, ApplicationEventPublisher publisher) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.publisher = publisher;
    }

    /** The position of the last event, 0 without any. */
    public long head() {
        return jdbc.sql("select coalesce(max(global_index), 0) from domain_event_entry")
                .query(Long.class)
                .single();
    }

    /** Up to where a processor has applied the events; in a transaction as consistent as that one is. */
    public long of(String processor) {
        return stored("where processor_name = ?", processor).stream()
                .mapToLong(this::position)
                .min()
                .orElse(0);
    }

    public Map<String, Long> all() {
        Map<String, Long> positions = new TreeMap<>();
        stored("").forEach(stored -> positions.merge(stored.processor(), position(stored), Math::min));
        return positions;
    }

    private List<Stored> stored(String which, Object... parameters) {
        return jdbc.sql("select processor_name, token, token_type from token_entry " + which)
                .params(parameters)
                .query((row, number) -> new Stored(row.getString(1), row.getBytes(2), row.getString(3)))
                .list();
    }

    private long position(Stored stored) {
        if (stored.token() == null || stored.type() == null) {
            return 0;
        }
        TrackingToken token =
                serializer.deserialize(new SimpleSerializedObject<>(stored.token(), byte[].class, stored.type(), null));
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
