package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.active;
import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static dev.signalbox.query.QueryFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

/** Views with some history, that can be rebuilt over HTTP. */
@QueryIntegrationTest
abstract class RebuildFixture {

    static final String ADMIN = "/api/v1/admin/projections";
    static final List<String> ALL = List.of("servers", "api-keys", "active-providers", "audit", "tokens");

    @Autowired
    EventLog log;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
    }

    long someHistory() {
        long first = nextId();
        log.append(registered(first));
        for (int i = 0; i < 20; i++) {
            long id = nextId();
            log.append(
                    registered(id),
                    added(id),
                    active(Purpose.EMBEDDINGS, server(id)),
                    new ServerUpdated(new ServerId(id), details("renamed " + id, null)),
                    new ActiveProviderCleared(Purpose.EMBEDDINGS));
            if (i % 2 == 0) {
                log.append(new ApiKeyDeleted(new ApiKeyId(id)));
            }
        }
        return first;
    }

    void rebuild(String name) {
        var accepted = http.post(ADMIN + "/" + name + "/rebuild");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo(ADMIN + "/" + name);
        var done = finished(name);
        assertThat(done.get("error").isNull()).isTrue();
        assertThat(done.get("events_done").asLong())
                .isEqualTo(done.get("events_total").asLong());
    }

    JsonNode finished(String name) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !http.get(ADMIN + "/" + name)
                        .body()
                        .at("/rebuild/finished_at")
                        .isNull());
        return http.get(ADMIN + "/" + name).body().get("rebuild");
    }
}
