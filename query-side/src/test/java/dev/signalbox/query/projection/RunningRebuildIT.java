package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.query.Tables;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What is seen of a rebuild that runs, here or on another node, and how it is called off. */
class RunningRebuildIT extends RebuildFixture {

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

    private String beatAt() {
        return "" + jdbc.queryForObject("select beat_at from view_rebuild where view = 'servers'", String.class);
    }

    private void inAnotherTransaction(String sql) {
        var own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        own.executeWithoutResult(status -> jdbc.update(sql));
    }
}
