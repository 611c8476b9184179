package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PoisonedEventIT extends Poisoned {

    private static final String LETTERS = SERVERS + "/dead-letters";

    @Test
    void isParkedWithWhatComesBehindItAndNothingElse() {
        long unknown = nextId();
        long good = nextId();
        log.append(registered(good), added(nextId()));
        log.awaitViews();
        long before = log.head();

        log.append(new ServerUpdated(new ServerId(unknown), details("of nothing", null)), registered(nextId()));
        log.append(new ServerDisabled(new ServerId(unknown)), new ServerDisabled(new ServerId(good)));

        log.awaitViews();
        assertThat(enabled(good)).isFalse();
        JsonNode status = http.get(SERVERS).body();
        assertThat(status.get("state").asString()).isEqualTo("live");
        assertThat(status.get("parked").asLong()).isEqualTo(2);
        assertThat(http.get("/api/v1/admin/projections/audit")
                        .body()
                        .get("parked")
                        .asLong())
                .isZero();
        JsonNode letters = http.get(LETTERS).body();
        assertThat(letters.get("total").asLong()).isEqualTo(2);
        JsonNode first = letters.get("letters").get(0);
        assertThat(first.get("position").asLong()).isEqualTo(before + 1);
        assertThat(first.get("aggregate").asString()).isEqualTo("server-" + unknown);
        assertThat(first.get("event_type").asString()).isEqualTo("ServerUpdated");
        assertThat(first.get("cause").asString()).contains("server-" + unknown + " is not in the view");
        JsonNode second = letters.get("letters").get(1);
        assertThat(second.get("position").asLong()).isEqualTo(before + 3);
        assertThat(second.get("cause").isNull()).isTrue();
        JsonNode whole = http.get(LETTERS + "/" + first.get("id").asString()).body();
        assertThat(whole.at("/payload/details/name").asString()).isEqualTo("of nothing");
        assertThat(whole.at("/meta_data/user").asString()).isEqualTo("alice");
    }

    @Test
    void leavesNoTraceEvenIfOnlyTheDatabaseRefusesIt() {
        long good = nextId();
        long bad = nextId();
        log.append(registered(good), registered(bad));
        log.awaitViews();

        log.append(
                new ServerUpdated(new ServerId(good), details("good " + good, null)),
                new ServerUpdated(new ServerId(bad), details("x".repeat(300), null)),
                new ServerDisabled(new ServerId(good)));

        log.awaitViews();
        assertThat(enabled(good)).isFalse();
        assertThat(name(good)).isEqualTo("good " + good);
        assertThat(name(bad)).isEqualTo("server " + bad);
        JsonNode letter = onlyLetter();
        assertThat(letter.get("aggregate").asString()).isEqualTo("server-" + bad);
        assertThat(letter.get("cause").asString()).contains("value too long");
    }

    @Test
    void whatCanNotBeReadIsParkedToo() {
        long id = nextId();
        log.append(registered(id));
        log.awaitViews();
        log.appendRaw("server-" + id, ServerDisabled.class.getName(), "{\"serverId\":");

        log.awaitViews();

        assertThat(onlyLetter().get("cause").asString()).contains("SerializationException");
        assertThat(enabled(id)).isTrue();
    }

    @Test
    void isRetriedInOrderAndStopsAtTheFirstThatStillFails() {
        long id = nextId();
        log.append(new ServerUpdated(new ServerId(id), details("mended", null)));
        log.append(new ServerDisabled(new ServerId(id)));
        log.awaitViews();
        JsonNode letters = http.get(LETTERS).body().get("letters");
        String first = letters.get(0).get("id").asString();
        String second = letters.get(1).get("id").asString();

        var early = http.post(LETTERS + "/" + second + "/retry");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.body().get("detail").asString())
                .contains("server-" + id)
                .contains(first);
        var failed = http.post(LETTERS + "/" + first + "/retry");
        assertThat(failed.status()).isEqualTo(409);
        assertThat(failed.body().get("detail").asString()).contains("is not in the view");
        assertThat(http.get(LETTERS + "/" + first).body().get("retries").asLong())
                .isEqualTo(1);

        mend(id);
        var retried = http.post(LETTERS + "/" + first + "/retry");

        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.body().get("applied").asLong()).isEqualTo(2);
        assertThat(retried.body().get("parked").asLong()).isZero();
        assertThat(name(id)).isEqualTo("mended");
        assertThat(enabled(id)).isFalse();
        assertThat(http.get(LETTERS).body().get("total").asLong()).isZero();
        log.append(new ServerUpdated(new ServerId(id), details("live again", null)));
        log.awaitViews();
        assertThat(name(id)).isEqualTo("live again");
    }

    @Test
    void isDiscardedOnDemandButNeverFromTheAuditLog() {
        long id = nextId();
        log.append(new ServerDisabled(new ServerId(id)));
        log.awaitViews();
        String letter = onlyLetter().get("id").asString();

        assertThat(http.delete(LETTERS + "/" + letter).status()).isEqualTo(204);
        assertThat(http.delete(LETTERS + "/" + letter).status()).isEqualTo(404);

        assertThat(http.get(LETTERS).body().get("total").asLong()).isZero();
        var audit = http.delete("/api/v1/admin/projections/audit/dead-letters/" + letter);
        assertThat(audit.status()).isEqualTo(409);
        assertThat(audit.body().get("detail").asString()).contains("audit");
        assertThat(http.get("/api/v1/admin/projections/nothing/dead-letters").status())
                .isEqualTo(404);
        assertThat(http.get(LETTERS + "?limit=0").status()).isEqualTo(400);
    }

    private JsonNode onlyLetter() {
        JsonNode letters = http.get(LETTERS).body().get("letters");
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    /** As an operator may who knows what is missing. */
    private void mend(long id) {
        log.append(registered(nextId()));
        log.awaitViews();
        jdbc.update(
                "insert into server_view select ?, 'missing', server_type, base_url, model_path, enabled, use_for_chat,"
                        + " use_for_embeddings, use_for_reranking, metadata, has_api_key, masked_api_key, created_by,"
                        + " created_at, updated_at, version from server_view order by id desc limit 1",
                id);
    }
}
