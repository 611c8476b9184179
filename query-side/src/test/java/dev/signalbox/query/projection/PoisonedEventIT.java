package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import dev.signalbox.query.Tables;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

@QueryIntegrationTest
@TestPropertySource(properties = "spring.application.name=poisoned")
class PoisonedEventIT {

    private static final String SERVERS = "/api/v1/admin/projections/servers";

    @Autowired
    EventLog log;

    @Autowired
    StoredPositions positions;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void isNotSkippedAndARebuildThatMeetsItChangesNothing(@LocalServerPort int port) {
        Http http = new Http(port);
        log.append(registered(nextId()), added(nextId()));
        log.awaitViews();
        long unknown = nextId();
        long before = log.head();

        log.append(new ServerDisabled(new ServerId(unknown)));
        log.append(registered(nextId()));

        // the others go on; this one stays in front of it and says so
        await().until(() -> positions.of("audit") == log.head());
        await().until(() -> http.get(SERVERS).body().get("state").asString().equals("failed"));
        assertThat(positions.of("servers")).isEqualTo(before);

        var untouched = Tables.dump(jdbc);
        assertThat(http.post(SERVERS + "/rebuild").status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !http.get(SERVERS).body().at("/rebuild/error").isNull());
        assertThat(Tables.dump(jdbc)).isEqualTo(untouched);
        assertThat(positions.of("servers")).isEqualTo(before);

        // once it can be applied, it is
        jdbc.update(
                "insert into server_view select ?, 'mended', server_type, base_url, model_path, enabled, use_for_chat,"
                        + " use_for_embeddings, use_for_reranking, metadata, has_api_key, masked_api_key, created_by,"
                        + " created_at, updated_at, version from server_view limit 1",
                unknown);
        await().atMost(Duration.ofSeconds(70)).until(() -> positions.of("servers") == log.head());
        assertThat(jdbc.queryForObject("select enabled from server_view where id = ?", Boolean.class, unknown))
                .isFalse();
    }
}
