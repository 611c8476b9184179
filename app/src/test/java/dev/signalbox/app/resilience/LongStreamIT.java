package dev.signalbox.app.resilience;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

/** However long an aggregate's stream is, a command reads a snapshot and the few events behind it. Counted, not timed. */
class LongStreamIT {

    private static final int EVENTS = 100_000;
    private static final int BETWEEN_SNAPSHOTS = 100;
    private static final String SERVER = CONFIG + "/servers/1";

    @Test
    void aCommandReadsNoMoreEventsThanComeBehindTheSnapshot() {
        try (TestNode node = TestNode.start(
                PostgresForTests.newDatabase(),
                // without projections: what commands read is alone in the statistics
                Map.of("signalbox.roles", "command", "spring.jpa.properties.hibernate.generate_statistics", "true"))) {
            done(node.admin().post(CONFIG + "/servers", """
                    {"name": "long", "server_type": "ollama", "base_url": "http://127.0.0.1:9"}"""));
            // as if it had been switched off and on all its life
            node.database().sql("""
                            insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type,
                              time_stamp, aggregate_identifier, sequence_number, type)
                            select first.global_index + n, gen_random_uuid()::text, first.meta_data, '{"serverId":1}',
                              'dev.signalbox.events.server.Server' || case n % 2 when 1 then 'Disabled' else 'Enabled' end,
                              first.time_stamp, first.aggregate_identifier, n, first.type
                            from domain_event_entry first, generate_series(1, ?) n
                            where first.aggregate_identifier = 'server-1'""").param(EVENTS).update();
            Statistics statistics = node.bean(EntityManagerFactory.class)
                    .unwrap(SessionFactory.class)
                    .getStatistics();

            done(node.admin().put(SERVER, "{\"enabled\": false}"));
            assertThat(eventsRead(statistics)).isGreaterThan(EVENTS);
            await().atMost(Duration.ofSeconds(60)).until(() -> snapshots(node) == 1);

            for (int i = 0; i < 2; i++) {
                statistics.clear();
                done(node.admin().put(SERVER, "{\"enabled\": " + (i % 2 == 0) + "}"));
                assertThat(eventsRead(statistics)).isLessThanOrEqualTo(BETWEEN_SNAPSHOTS);
            }
            Answer last = node.admin().put(SERVER, "{\"enabled\": true}");
            assertThat(last.header("ETag")).isEqualTo("\"" + (EVENTS + 5) + "\"");
        }
    }

    private static void done(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isLessThan(300);
    }

    private static long eventsRead(Statistics statistics) {
        return Arrays.stream(statistics.getQueries())
                .filter(query -> query.contains("StoredEvent"))
                .mapToLong(query -> statistics.getQueryStatistics(query).getExecutionRowCount())
                .sum();
    }

    private static long snapshots(TestNode node) {
        return node.database()
                .sql("select count(*) from snapshot_event_entry")
                .query(Long.class)
                .single();
    }
}
