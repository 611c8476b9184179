package dev.signalbox.query.audit;

import static dev.signalbox.query.QueryFixtures.METADATA;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.Door;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import dev.signalbox.query.QueryTestApplication;
import dev.signalbox.testing.PostgresForTests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestPropertySource;

@QueryIntegrationTest
@TestPropertySource(properties = {"signalbox.audit.streams=3", "signalbox.audit.heartbeat=200ms"})
class AuditStreamIT {

    private static final String STREAM = "/api/v1/llm-config/audit/stream";
    private static final Duration LONG = Duration.ofSeconds(60);

    @Autowired
    EventLog log;

    @Autowired
    ApplicationEventPublisher publisher;

    int port;

    @BeforeEach
    void client(@LocalServerPort int port) {
        this.port = port;
    }

    @Test
    void whatComesIsTailedThroughTheFilter() throws Exception {
        long id = nextId();
        try (Tail tail = new Tail(port, "?entity_id=" + id, null)) {
            await().atMost(LONG).until(() -> !tail.lines.isEmpty());
            log.append(registered(id), registered(nextId()));
            publisher.publishEvent(act("" + id));

            await().atMost(LONG).untilAsserted(() -> assertThat(tail.data()).hasSize(2));
            assertThat(tail.data().getFirst()).contains("add_server").contains("\"entity_id\":\"" + id + "\"");
            await().atMost(LONG).until(() -> tail.lines.contains(": still here"));
        }
    }

    @Test
    void afterABreakNothingIsMissingAndNothingComesTwice() throws Exception {
        long id = nextId();
        log.append(registered(id));
        log.awaitViews();
        String filter = "?entity_id=" + id;
        String last;
        try (Tail tail = new Tail(port, filter, "0-0")) {
            await().atMost(LONG).untilAsserted(() -> assertThat(tail.data()).hasSize(1));
            last = tail.ids().getLast();
        }
        for (int i = 0; i < 3; i++) {
            log.append(new ServerUpdated(new ServerId(id), details("name " + i, null)));
        }
        publisher.publishEvent(act("" + id));
        log.awaitViews();

        try (Tail tail = new Tail(port, filter, last)) {
            await().atMost(LONG).untilAsserted(() -> assertThat(tail.data()).hasSize(4));
            assertThat(tail.ids()).doesNotHaveDuplicates();
            assertThat(tail.data().subList(0, 3)).allMatch(data -> data.contains("update_server"));
        }
    }

    @Test
    void onlySoManyAtOnce() throws Exception {
        List<Tail> tails = new ArrayList<>();
        try {
            await().atMost(LONG).untilAsserted(() -> {
                // those of other tests end when their next write fails
                tails.add(new Tail(port, "", null));
                assertThat(new Http(port).get(STREAM + "?last_event_id=0-0x").status())
                        .isEqualTo(400);
                assertThat(tails).filteredOn(tail -> tail.status == 200).hasSize(3);
                assertThat(tails.getLast().status).isEqualTo(429);
            });
        } finally {
            for (Tail tail : tails) {
                tail.close();
            }
        }
    }

    @Test
    void malformedIdsAreNamed() throws Exception {
        for (String id : List.of("x", "1", "-1-2", "1-2-3", "99999999-0")) {
            try (Tail tail = new Tail(port, "", id)) {
                assertThat(tail.status).as(id).isEqualTo(400);
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(tail.lines.toString()).contains("Last-Event-ID"));
            }
        }
    }

    @Test
    void streamsEndWhenTheirReaderIsLetInNoLonger(@Autowired Door door) throws Exception {
        try (Tail tail = new Tail(port, "", null)) {
            await().atMost(LONG).until(() -> !tail.lines.isEmpty());
            assertThat(tail.ended).isFalse();

            door.revoke();

            await().atMost(LONG).until(() -> tail.ended);
            assertThat(tail.failure).isNull();
        }
    }

    @Test
    void streamsEndWhenTheNodeStops() throws Exception {
        var database = PostgresForTests.newDatabase();
        ConfigurableApplicationContext node = new SpringApplicationBuilder(QueryTestApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password());
        try (Tail tail =
                new Tail(node.getEnvironment().getRequiredProperty("local.server.port", Integer.class), "", null)) {
            await().atMost(LONG).until(() -> !tail.lines.isEmpty());

            node.close();

            await().atMost(LONG).until(() -> tail.ended);
            assertThat(tail.failure).isNull();
        } finally {
            node.close();
        }
    }

    private static ActRecorded act(String entityId) {
        return new ActRecorded(
                Instant.now(), "RegisterServer", "server", entityId, "refused", "name-taken", "taken", METADATA);
    }

    /** A client of server-sent events. */
    private static final class Tail implements AutoCloseable {

        final List<String> lines = new CopyOnWriteArrayList<>();
        final int status;
        volatile boolean ended;
        volatile @Nullable Exception failure;
        private final InputStream body;

        Tail(int port, String query, @Nullable String lastEventId) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + STREAM + query));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            status = answer.statusCode();
            body = answer.body();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            var reader = new java.io.BufferedReader(new java.io.InputStreamReader(body, StandardCharsets.UTF_8));
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                failure = e;
            }
            ended = true;
        }

        List<String> data() {
            return lines.stream().filter(line -> line.startsWith("data: ")).toList();
        }

        /** Of entries, without that of the greeting. */
        List<String> ids() {
            return lines.stream()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> line.substring(4))
                    .skip(1)
                    .toList();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
