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
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@QueryIntegrationTest
class RebuildIT {

    private static final String ADMIN = "/api/v1/admin/projections";
    private static final List<String> ALL = List.of("servers", "api-keys", "active-providers", "audit", "tokens");

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
    void onlyOneNodeRebuildsAViewAndAllSeeHowFarItIs() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            // as another node does it
            jdbc.queryForList("select pg_advisory_xact_lock(hashtext('signalbox rebuild servers'))");
            inAnotherTransaction("delete from view_rebuild");
            inAnotherTransaction("insert into view_rebuild (view, node, events_done, events_total, started_at, beat_at)"
                    + " values ('servers', 'another', 500, 2000, now() - interval '5 s', now())");
            assertThat(http.post(ADMIN + "/servers/rebuild").status()).isEqualTo(409);
            var seen = http.get(ADMIN + "/servers").body();
            assertThat(seen.get("state").asString()).isEqualTo("rebuilding");
            assertThat(seen.at("/rebuild/node").asString()).isEqualTo("another");
            assertThat(seen.at("/rebuild/events_done").asLong()).isEqualTo(500);
            assertThat(seen.at("/rebuild/events_per_second").asLong()).isEqualTo(100);
            assertThat(seen.at("/rebuild/seconds_left").asLong()).isEqualTo(15);
            assertThat(http.delete(ADMIN + "/servers/rebuild").status()).isEqualTo(202);
        });
        assertThat(jdbc.queryForObject("select cancel_wanted from view_rebuild where view = 'servers'", Boolean.class))
                .isTrue();
        jdbc.update("update view_rebuild set beat_at = now() - interval '6 s'");
        var died = http.get(ADMIN + "/servers").body();
        assertThat(died.get("state").asString()).isEqualTo("live");
        assertThat(died.at("/rebuild/error").asString()).isEqualTo("its node is gone");
        rebuild("servers");
    }

    @Test
    void aRebuildIsCancelledByAnyNode() {
        someHistory();
        log.awaitViews();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jdbc.queryForList("select 1 from token_entry where processor_name = 'servers' for update");
            assertThat(http.post(ADMIN + "/servers/rebuild").status()).isEqualTo(202);
            inAnotherTransaction("update view_rebuild set cancel_wanted = true where view = 'servers'");
            // with each beat the node that runs it looks whether it is wanted
            String before = beatAt();
            await().until(() -> !beatAt().equals(before));
        });
        assertThat(finished("servers").get("error").asString()).isEqualTo("cancelled");
    }

    private String beatAt() {
        return "" + jdbc.queryForObject("select beat_at from view_rebuild where view = 'servers'", String.class);
    }

    private void inAnotherTransaction(String sql) {
        var own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        own.executeWithoutResult(status -> jdbc.update(sql));
    }

    @Test
    void aCancelledRebuildHasChangedNothing() {
        someHistory();
        log.awaitViews();
        var before = Tables.dump(jdbc);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            // it waits here, before it clears anything
            jdbc.queryForList("select 1 from token_entry where processor_name = 'servers' for update");
            assertThat(http.post(ADMIN + "/servers/rebuild").status()).isEqualTo(202);
            assertThat(http.delete(ADMIN + "/servers/rebuild").status()).isEqualTo(202);
        });

        assertThat(finished("servers").get("error").asString()).isEqualTo("cancelled");

        assertThat(Tables.dump(jdbc)).isEqualTo(before);
        log.append(registered(nextId()));
        log.awaitViews();
        assertThat(http.delete(ADMIN + "/servers/rebuild").status()).isEqualTo(409);
    }

    @Test
    void allViewsAreRebuiltAtOnce() {
        someHistory();
        log.awaitViews();
        var live = Tables.dump(jdbc);

        assertThat(http.post(ADMIN + "/rebuild").status()).isEqualTo(202);

        ALL.forEach(name -> assertThat(finished(name).get("error").isNull()).isTrue());
        assertThat(Tables.dump(jdbc)).isEqualTo(live);
    }

    @Test
    void aComparisonFindsRowsThatDrifted() {
        long id = someHistory();
        log.awaitViews();
        long spurious = nextId();
        long missing = nextId();
        log.append(registered(missing));
        log.awaitViews();
        jdbc.update("update server_view set model_path = 'drifted' where id = ?", id);
        jdbc.update("delete from server_view where id = ?", missing);
        jdbc.update(
                "insert into server_view select ?, 'spurious', server_type, base_url, model_path, enabled, use_for_chat,"
                        + " use_for_embeddings, use_for_reranking, metadata, has_api_key, masked_api_key, created_by,"
                        + " created_at, updated_at, version from server_view limit 1",
                spurious);
        var drifted = Tables.dump(jdbc);

        var comparison = compared("servers");

        assertThat(comparison.get("differing").asLong()).isEqualTo(3);
        assertThat(comparison.get("position").asLong()).isEqualTo(log.head());
        var rows = comparison.get("rows");
        assertThat(rows.valueStream().map(row -> row.at("/key/id").asLong()).toList())
                .containsExactly(id, spurious, missing);
        assertThat(rows.get(0).at("/live/model_path").asString()).isEqualTo("drifted");
        assertThat(rows.get(0).get("rebuilt").propertyNames()).containsExactly("model_path");
        assertThat(rows.get(1).get("rebuilt")).isEmpty();
        assertThat(rows.get(2).get("live")).isEmpty();
        // it only looked
        assertThat(Tables.dump(jdbc)).isEqualTo(drifted);

        rebuild("servers");

        assertThat(compared("servers").get("differing").asLong()).isZero();
    }

    @Test
    void nothingDiffersWhileCommandsGoOn() {
        long id = someHistory();
        var stop = new AtomicBoolean();
        var commands = CompletableFuture.runAsync(() -> {
            for (int i = 0; !stop.get() && i < 300; i++) {
                log.append(new ServerUpdated(new ServerId(id), details("server " + id, "model " + i)));
            }
        });
        try {
            for (int round = 0; round < 2; round++) {
                assertThat(http.post(ADMIN + "/rebuild?compare=true").status()).isEqualTo(202);
                ALL.forEach(name -> {
                    var done = finished(name);
                    assertThat(done.get("error").isNull()).as(done::toString).isTrue();
                    assertThat(done.at("/comparison/differing").asLong())
                            .as(done::toString)
                            .isZero();
                });
            }
        } finally {
            stop.set(true);
        }
        commands.join();
    }

    private JsonNode compared(String name) {
        assertThat(http.post(ADMIN + "/" + name + "/rebuild?compare=true").status())
                .isEqualTo(202);
        return finished(name).get("comparison");
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

        assertThat(http.get(ADMIN).body()).hasSize(ALL.size());
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
        var done = finished(name);
        assertThat(done.get("error").isNull()).isTrue();
        assertThat(done.get("events_done").asLong())
                .isEqualTo(done.get("events_total").asLong());
    }

    private JsonNode finished(String name) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !http.get(ADMIN + "/" + name)
                        .body()
                        .at("/rebuild/finished_at")
                        .isNull());
        return http.get(ADMIN + "/" + name).body().get("rebuild");
    }

    private long count() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from server_view", Long.class));
    }
}
