package dev.signalbox.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = EventStoreApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class EventStoreIT {

    /** Older than Axon's gap time-out of 60 s: a gap beside such an event is passed over for ever. */
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofMinutes(5));

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    @Autowired
    private EventStorageEngine engine;

    @Autowired
    private EmbeddedEventStore store;

    @Autowired
    private Serializer serializer;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private javax.sql.DataSource dataSource;

    private TransactionTemplate transactions;

    @Autowired
    void use(PlatformTransactionManager transactionManager) {
        transactions = new TransactionTemplate(transactionManager);
    }

    @BeforeEach
    void emptyStore() {
        jdbc.sql("truncate domain_event_entry").update();
    }

    @Test
    void anEventThatCommitsLateIsNotSkippedByLiveReadersNorByARebuild() throws Exception {
        append("a", 0);
        List<String> live = followLive();
        var appended = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        var late = CompletableFuture.runAsync(
                () -> transactions.executeWithoutResult(status -> {
                    engine.appendEvents(event("late", 0));
                    appended.countDown();
                    awaitQuietly(mayCommit);
                }),
                THREADS);
        appended.await();

        var neighbours = CompletableFuture.runAsync(
                () -> {
                    append("b", 0);
                    append("c", 0);
                },
                THREADS);
        // whoever got through meanwhile has been read, with the late one still open
        await().until(() -> neighbours.isDone() || waitingForTheLock() > 0);
        mayCommit.countDown();
        late.join();
        neighbours.join();

        assertThat(readAll()).containsExactly("a", "late", "b", "c");
        await().untilAsserted(() -> assertThat(live).containsExactly("a", "late", "b", "c"));
    }

    @Test
    void aTransactionThatRollsBackLeavesNoGap() {
        append("a", 0);
        transactions.executeWithoutResult(status -> {
            engine.appendEvents(event("never", 0), event("never", 1));
            status.setRollbackOnly();
        });
        append("b", 0);

        assertThat(positions()).containsExactly(1L, 2L);
        assertThat(readAll()).containsExactly("a", "b");
    }

    @Test
    void positionsAreGaplessUnderManyWriters() {
        List<CompletableFuture<Void>> writers = IntStream.range(0, 8)
                .mapToObj(writer -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 25)
                                .forEach(i -> transactions.executeWithoutResult(status -> {
                                    engine.appendEvents(event("w" + writer, i));
                                    if (i % 5 == 4) {
                                        status.setRollbackOnly();
                                    }
                                })),
                        THREADS))
                .toList();
        writers.forEach(CompletableFuture::join);

        assertThat(positions())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8 * 20).boxed().toList());
    }

    @Test
    void theSecondOfTwoEventsAtTheSamePlaceOfAnAggregateIsRefused() {
        append("a", 0);
        append("a", 1);
        assertThatThrownBy(() -> append("a", 1)).isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void everyCommitIsAnnouncedOnceToAllWhoListen() throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("listen signalbox_events");
            transactions.executeWithoutResult(status -> engine.appendEvents(event("a", 0), event("a", 1)));
            transactions.executeWithoutResult(status -> {
                engine.appendEvents(event("b", 0));
                status.setRollbackOnly();
            });
            append("c", 0);
            List<String> heard = new CopyOnWriteArrayList<>();
            await().untilAsserted(() -> {
                for (var notification : connection.unwrap(PGConnection.class).getNotifications(100)) {
                    heard.add(notification.getParameter());
                }
                assertThat(heard).containsExactly("2", "3");
            });
            statement.execute("unlisten *");
        }
    }

    /** AxonFramework issue 4160: without the customizer a first start on a store with events fails here. */
    @Test
    void aTokenOfAReplayCanBeReadBack() {
        TrackingToken token = ReplayToken.createReplayToken(
                GapAwareTrackingToken.newInstance(7, List.of()), GapAwareTrackingToken.newInstance(0, List.of()));
        var stored = serializer.serialize(token, byte[].class);
        TrackingToken restored = serializer.deserialize(stored);
        assertThat(restored).isEqualTo(token);
    }

    /** A class without getters is written as {} unless fields are visible. */
    @Test
    void aSnapshotKeepsItsFields() {
        assertThat(new String(
                        serializer.serialize(new Counter(), byte[].class).getData(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"count\":7}");
    }

    static class Counter {
        private final int count = 7;

        @Override
        public String toString() {
            return "Counter " + count;
        }
    }

    private List<String> followLive() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Thread.ofVirtual().start(() -> {
            try (var stream = store.openStream(null)) {
                while (seen.size() < 4) {
                    TrackedEventMessage<?> event = stream.nextAvailable();
                    seen.add(((DomainEventMessage<?>) event).getAggregateIdentifier());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> seen.size() == 1);
        return seen;
    }

    private List<String> readAll() {
        try (var events = engine.readEvents(null, false)) {
            return events.map(event -> ((DomainEventMessage<?>) event).getAggregateIdentifier())
                    .toList();
        }
    }

    private List<Long> positions() {
        return jdbc.sql("select global_index from domain_event_entry order by 1")
                .query(Long.class)
                .list();
    }

    private long waitingForTheLock() {
        return jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                .query(Long.class)
                .single();
    }

    private void append(String aggregate, long sequence) {
        transactions.executeWithoutResult(status -> engine.appendEvents(event(aggregate, sequence)));
    }

    private static DomainEventMessage<?> event(String aggregate, long sequence) {
        return new GenericDomainEventMessage<>(
                "Server",
                aggregate,
                sequence,
                new GenericDomainEventMessage<>(
                        "Server", aggregate, sequence, new ServerDisabled(new ServerId(1)), MetaData.emptyInstance()),
                () -> LONG_AGO);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
