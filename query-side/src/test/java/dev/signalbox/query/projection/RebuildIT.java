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
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryFixtures;
import dev.signalbox.query.QueryIntegrationTest;
import dev.signalbox.query.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@QueryIntegrationTest
class RebuildIT {

    private static final String ADMIN = "/api/v1/admin/projections";
    private static final List<String> ALL = List.of("servers", "api-keys", "active-providers", "audit");

    @Autowired
    EventLog log;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
    }

    @Test
    void whatIsRebuiltEqualsWhatGrewLive() {
        someHistory();
        log.awaitViews();
        var live = Tables.dump(jdbc);

        ALL.forEach(this::rebuild);

        assertThat(Tables.dump(jdbc)).isEqualTo(live);
    }

    @Test
    void commandsGoOnAndReadersSeeNoHole() {
        long id = someHistory();
        log.awaitViews();
        long servers = count();
        var stop = new AtomicBoolean();
        var commands = CompletableFuture.runAsync(() -> {
            for (int i = 0; !stop.get(); i++) {
                log.append(new ServerUpdated(new ServerId(id), details("server " + id, "model " + i)));
            }
        });
        var reader = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                assertThat(count()).isGreaterThanOrEqualTo(servers);
            }
        });
        try {
            ALL.forEach(this::rebuild);
            ALL.forEach(this::rebuild);
        } finally {
            stop.set(true);
        }
        commands.join();
        reader.join();
        log.awaitViews();

        var liveAfterRebuilds = Tables.dump(jdbc);
        ALL.forEach(this::rebuild);
        assertThat(Tables.dump(jdbc)).isEqualTo(liveAfterRebuilds);
        assertThat(jdbc.queryForObject("select count(*) from audit_entry where position is not null", Long.class))
                .isEqualTo(log.head());
    }

    @Test
    void theLiveProcessorGoesOnAfterALostClaim() {
        someHistory();
        log.awaitViews();
        // as another node's rebuild leaves it
        jdbc.update("update token_entry set owner = null");

        log.append(registered(nextId()));

        log.awaitViews();
        assertThat(jdbc.queryForObject("select count(*) from audit_entry where position is not null", Long.class))
                .isEqualTo(log.head());
    }

    @Test
    void onlyOneNodeRebuildsAView() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jdbc.queryForList("select pg_advisory_xact_lock(hashtext('signalbox rebuild servers'))");
            assertThat(http.post(ADMIN + "/servers/rebuild").status()).isEqualTo(409);
        });
        rebuild("servers");
    }

    @Test
    void entriesThatDontComeFromEventsAreKept() {
        publisher.publishEvent(new ActRecorded(
                Instant.now(), "RevealSecret", "server", "1", "denied", null, null, QueryFixtures.METADATA));
        String others = "select count(*) from audit_entry where position is null";
        Long before = jdbc.queryForObject(others, Long.class);

        rebuild("audit");

        assertThat(before).isPositive();
        assertThat(jdbc.queryForObject(others, Long.class)).isEqualTo(before);
    }

    @Test
    void statusesSayWhereTheProjectionsAre() {
        someHistory();
        log.awaitViews();

        assertThat(http.get(ADMIN).body()).hasSize(4);
        var status = http.get(ADMIN + "/servers").body();
        assertThat(status.get("position").asLong()).isEqualTo(log.head());
        assertThat(status.get("lag").asLong()).isZero();
        assertThat(status.get("state").asString()).isEqualTo("live");
        var unknown = http.post(ADMIN + "/nonsense/rebuild");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().get("detail").asString()).contains("active-providers, api-keys, audit, servers");
    }

    private long someHistory() {
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

    private void rebuild(String name) {
        var accepted = http.post(ADMIN + "/" + name + "/rebuild");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo(ADMIN + "/" + name);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !http.get(ADMIN + "/" + name)
                        .body()
                        .at("/rebuild/finished_at")
                        .isNull());
        var done = http.get(ADMIN + "/" + name).body().get("rebuild");
        assertThat(done.get("error").isNull()).isTrue();
        assertThat(done.get("events_done").asLong())
                .isEqualTo(done.get("events_total").asLong());
    }

    private long count() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from server_view", Long.class));
    }
}
