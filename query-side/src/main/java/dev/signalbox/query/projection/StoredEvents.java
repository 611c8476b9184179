package dev.signalbox.query.projection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;
import org.postgresql.PGStatement;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.stereotype.Component;

/**
 * Stored events with their positions, as fast as the database gives them: through one cursor, where Axon's storage
 * engine makes a query and an entity of the persistence context for every few hundred.
 */
@Component
class StoredEvents {

    private static final int FETCHED = 2000;

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final ObjectProvider<Configuration> axon;

    StoredEvents(
            DataSource dataSource,
            @Qualifier("eventSerializer") Serializer serializer,
            ObjectProvider<Configuration> axon) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCHED);
        this.serializer = serializer;
        this.axon = axon;
    }

    /**
     * In a transaction: else the driver would read them all into memory first.
     *
     * @param decoder looks at what the consumer will look at, on other threads and while that still has the events before
     */
    void between(
            long after, long end, Consumer<DomainEventMessage<?>> decoder, Consumer<DomainEventMessage<?>> consumer) {
        try (DecodingAhead decoding = new DecodingAhead(decoder, consumer)) {
            read("global_index > ? and global_index <= ? order by global_index", decoding::add, after, end);
            decoding.end();
        }
    }

    /** Those of one aggregate, in its order. */
    void ofAggregate(String aggregate, long beforeSequence, Consumer<DomainEventMessage<?>> consumer) {
        read(
                "aggregate_identifier = ? and sequence_number < ? order by sequence_number",
                consumer,
                aggregate,
                beforeSequence);
    }

    private void read(String which, Consumer<DomainEventMessage<?>> consumer, Object... parameters) {
        try (Stream<TrackedDomainEventData<byte[]>> rows =
                        jdbc.queryForStream(statement(which, parameters), (row, number) -> entry(row));
                Stream<TrackedEventMessage<?>> events = EventUtils.upcastAndDeserializeTrackedEvents(
                        rows, serializer, axon.getObject().upcasterChain())) {
            // an iterator would buffer all that one upcaster makes of a row; each is consumed as it comes
            events.forEach(event -> consumer.accept((DomainEventMessage<?>) event));
        }
    }

    private static PreparedStatementCreator statement(String which, Object... parameters) {
        return connection -> {
            PreparedStatement statement = connection.prepareStatement("""
                    select global_index, type, aggregate_identifier, sequence_number, event_identifier, time_stamp,
                      payload_type, payload_revision, payload, meta_data
                    from domain_event_entry where\s""" + which);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            // payloads as bytes, not as hexadecimal text, which takes twice as long: the driver asks for them when it
            // was
            // told to, and knows what comes. What it knew of an earlier such statement is gone with discarded plans.
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            statement.getMetaData();
            return statement;
        };
    }

    private static TrackedDomainEventData<byte[]> entry(ResultSet row) throws SQLException {
        return new TrackedDomainEventData<>(
                new GlobalSequenceTrackingToken(row.getLong(1)), new Entry(row, row.getString(6)));
    }

    private static final class Entry extends GenericDomainEventEntry<byte[]> {

        /** As Axon writes it: 2026-01-31T12:00:00.123Z. */
        private static final int USUAL_LENGTH = 24;

        private final String time;

        private Entry(ResultSet row, String time) throws SQLException {
            super(
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getString(5),
                    time,
                    row.getString(7),
                    row.getString(8),
                    row.getBytes(9),
                    row.getBytes(10));
            this.time = time;
        }

        /** By its places: a formatter takes longer than all the rest of an event. */
        @Override
        public Instant getTimestamp() {
            if (time.length() != USUAL_LENGTH || !time.endsWith("Z")) {
                return super.getTimestamp();
            }
            return LocalDateTime.of(
                            number(0, 4),
                            number(5, 7),
                            number(8, 10),
                            number(11, 13),
                            number(14, 16),
                            number(17, 19),
                            number(20, 23) * 1_000_000)
                    .toInstant(ZoneOffset.UTC);
        }

        private int number(int begin, int end) {
            return Integer.parseInt(time, begin, end, 10);
        }
    }
}
