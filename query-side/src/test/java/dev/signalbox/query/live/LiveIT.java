package dev.signalbox.query.live;

import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.query.Door;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.QueryIntegrationTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@QueryIntegrationTest
class LiveIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Autowired
    EventLog log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Door door;

    int port;

    @BeforeEach
    void client(@LocalServerPort int port) {
        this.port = port;
    }

    @Autowired
    LiveSignals signals;

    /** A stream whose reader has gone ends at its next event; one that is left would hold up the node's end. */
    @AfterEach
    void nobodyFollowsAnyMore() {
        await().atMost(LONG).until(() -> {
            log.append(registered(nextId()));
            return signals.count() == 0;
        });
    }

    @Test
    void aChangeIsToldWithThePositionOfEachView() throws Exception {
        log.append(registered(nextId()));
        log.awaitViews();
        try (Live live = new Live(port, null)) {
            await().atMost(LONG).until(() -> live.count("position") >= 1);
            String before = live.last("position");

            log.append(registered(nextId()));
            log.awaitViews();

            await().atMost(LONG).until(() -> !live.last("position").equals(before));
            assertThat(live.last("position")).contains("\"servers\":").contains("\"audit\":");
        }
    }

    @Test
    void whoComesBackIsToldOnlyWhatIsNew() throws Exception {
        log.append(registered(nextId()));
        log.awaitViews();
        String id;
        try (Live live = new Live(port, null)) {
            await().atMost(LONG).until(() -> live.lines.stream().anyMatch(line -> line.startsWith("id: ")));
            // until all views have told the same
            await().atMost(LONG).until(() -> live.allViewsAt(live.lastId()));
            id = live.lastId();
        }
        try (Live again = new Live(port, id)) {
            jdbc.sql("insert into server_health values (987654, 'down', now(), 'test')"
                            + " on conflict (server_id) do update set checked_at = now()")
                    .update();
            await().atMost(LONG).until(() -> again.count("health") >= 1);
            assertThat(again.count("position")).isZero();
            log.append(registered(nextId()));
            await().atMost(LONG).until(() -> again.count("position") >= 1);
        }
    }

    @Test
    void aStreamEndsWhenItsReaderIsLetInNoLonger() throws Exception {
        try (Live live = new Live(port, null)) {
            await().atMost(LONG).until(() -> live.count("position") >= 1);
            assertThat(live.ended).isFalse();

            door.revoke();

            await().atMost(LONG).until(() -> live.ended);
        }
    }

    /** A client of the stream. */
    private static final class Live implements AutoCloseable {

        final List<String> lines = new CopyOnWriteArrayList<>();
        volatile boolean ended;
        private final InputStream body;

        Live(int port, @Nullable String lastEventId) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/admin/live"));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            body = answer.body();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // closed by the test
            }
            ended = true;
        }

        long count(String event) {
            return lines.stream().filter(("event: " + event)::equals).count();
        }

        /** The data of the last one. */
        String last(String event) {
            int at = lines.lastIndexOf("event: " + event);
            return at < 0 || at + 1 >= lines.size() ? "" : lines.get(at + 1);
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id: "))
                    .reduce((first, second) -> second)
                    .orElse("id: ")
                    .substring(4);
        }

        boolean allViewsAt(String position) {
            String data = last("position");
            return data.startsWith("data: {")
                    && data.substring(7)
                            .replaceAll("\"[^\"]+\":" + position + "[,}]", "")
                            .isEmpty();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
