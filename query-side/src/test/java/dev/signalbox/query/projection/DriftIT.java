package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.query.Tables;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Comparisons of a view with one made anew. */
class DriftIT extends RebuildFixture {

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
}
