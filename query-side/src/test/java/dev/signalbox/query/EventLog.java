package dev.signalbox.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.token.TokenEvent;
import dev.signalbox.query.projection.StoredPositions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.JdbcTemplate;

/** Appends events as the command side would, and waits for the views. */
public class EventLog {

    private final EventStore store;
    private final StoredPositions positions;
    private final JdbcTemplate jdbc;
    private final Map<String, Long> lastSequences = new ConcurrentHashMap<>();

    EventLog(EventStore store, StoredPositions positions, JdbcTemplate jdbc) {
        this.store = store;
        this.positions = positions;
        this.jdbc = jdbc;
    }

    /** In one transaction, hence as one batch at least as seen from here. */
    public void append(Object... events) {
        List<DomainEventMessage<?>> messages =
                Arrays.stream(events).<DomainEventMessage<?>>map(this::message).toList();
        store.publish(messages);
    }

    /** What no code of ours would write. */
    public void appendRaw(String aggregate, String type, String payload) {
        long sequence = lastSequences.merge(aggregate, 0L, (last, zero) -> last + 1);
        jdbc.update(
                "insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type,"
                        + " time_stamp, aggregate_identifier, sequence_number, type) values"
                        + " (nextval('domain_event_entry_seq'), gen_random_uuid()::text, '{}'::bytea, ?, ?,"
                        + " '2026-01-01T00:00:00Z', ?, ?, 'test')",
                payload.getBytes(StandardCharsets.UTF_8),
                type,
                aggregate,
                sequence);
    }

    private DomainEventMessage<?> message(Object event) {
        String aggregate =
                switch (event) {
                    case ServerEvent e -> e.serverId().toString();
                    case ApiKeyEvent e -> e.apiKeyId().toString();
                    case TokenEvent e -> e.tokenId().toString();
                    case ActiveProviderEvent e -> "active-" + e.purpose().wireName();
                    default -> throw new IllegalArgumentException(event.toString());
                };
        long sequence = lastSequences.merge(aggregate, 0L, (last, zero) -> last + 1);
        return new GenericDomainEventMessage<>("test", aggregate, sequence, event, QueryFixtures.METADATA);
    }

    public long head() {
        return positions.head();
    }

    /** Until all views have applied all that is there now. */
    public void awaitViews() {
        long head = head();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(positions.all().values()).allMatch(position -> position >= head));
    }
}
