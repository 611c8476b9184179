package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.QueryFixtures;
import dev.signalbox.query.Tables;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

class RebuildIT extends RebuildFixture {

    @Autowired
    ApplicationEventPublisher publisher;

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
    void allViewsAreRebuiltAtOnce() {
        someHistory();
        log.awaitViews();
        var live = Tables.dump(jdbc);

        assertThat(http.post(ADMIN + "/rebuild").status()).isEqualTo(202);

        ALL.forEach(name -> assertThat(finished(name).get("error").isNull()).isTrue());
        assertThat(Tables.dump(jdbc)).isEqualTo(live);
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

    private long count() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from server_view", Long.class));
    }
}
