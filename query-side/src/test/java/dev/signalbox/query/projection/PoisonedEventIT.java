package dev.signalbox.query.projection;

import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.token.TokenHash;
import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenIssued;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenRotated;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTerms;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import dev.signalbox.query.Tables;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@QueryIntegrationTest
@TestPropertySource(properties = "spring.application.name=poisoned")
class PoisonedEventIT {

    private static final String SERVERS = "/api/v1/admin/projections/servers";
    private static final String TOKENS = "/api/v1/admin/projections/tokens";
    private static final TokenTerms TERMS = new TokenTerms(TokenScope.ALL, TokenLimits.NONE, Map.of(), null);
    private static final String LETTERS = SERVERS + "/dead-letters";

    @Autowired
    EventLog log;

    @Autowired
    JdbcTemplate jdbc;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
        jdbc.update("delete from dead_letter_entry");
    }

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

    @Test
    void aRebuildAppliesAllAgainAndParksWhatStillFails() {
        long tooLong = nextId();
        long missing = nextId();
        long good = nextId();
        log.append(registered(tooLong), registered(good));
        log.append(new ServerUpdated(new ServerId(tooLong), details("x".repeat(300), null)));
        log.append(new ServerDisabled(new ServerId(missing)), new ServerDisabled(new ServerId(good)));
        log.awaitViews();
        assertThat(parkedOf(tooLong)).isEqualTo(1);
        jdbc.update("delete from dead_letter_entry where aggregate_identifier = ?", "server-" + missing);
        var live = Tables.dump(jdbc);

        assertThat(rebuilt().get("error").asString()).contains("value too long");

        assertThat(Tables.dump(jdbc)).isEqualTo(live);
        jdbc.execute("alter table server_view alter name type varchar(500)");
        try {
            JsonNode rebuild = rebuilt();
            assertThat(rebuild.get("error").isNull()).as(rebuild::toString).isTrue();
            assertThat(name(tooLong)).hasSize(300);
            assertThat(enabled(good)).isFalse();
            assertThat(parkedOf(tooLong)).isZero();
            assertThat(parkedOf(missing)).isEqualTo(1);
        } finally {
            jdbc.update("update server_view set name = left(name, 20)");
            jdbc.execute("alter table server_view alter name type varchar(255)");
        }
    }

    @Test
    void aRebuildKeepsThePositionOfWhatThePoisonHadTouched() {
        long id = nextId();
        log.append(new TokenIssued(
                new TokenId(id), "token " + id, Set.of(), TERMS, new TokenHash("ab".repeat(32), "wXyZ")));
        // fails when the row is changed in part
        log.appendRaw("token-" + id, TokenRotated.class.getName(), "{\"tokenId\":%d}".formatted(id));
        log.awaitViews();
        var live = Tables.dump(jdbc);

        assertThat(rebuilt(TOKENS).get("error").isNull()).isTrue();

        assertThat(Tables.dump(jdbc)).isEqualTo(live);
    }

    private @Nullable Long parkedOf(long server) {
        return jdbc.queryForObject(
                "select count(*) from dead_letter_entry where processing_group = 'servers' and aggregate_identifier = ?",
                Long.class,
                "server-" + server);
    }

    private JsonNode rebuilt() {
        return rebuilt(SERVERS);
    }

    private JsonNode rebuilt(String view) {
        assertThat(http.post(view + "/rebuild").status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !http.get(view).body().at("/rebuild/finished_at").isNull());
        return http.get(view).body().get("rebuild");
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

    private @Nullable Boolean enabled(long id) {
        return jdbc.queryForObject("select enabled from server_view where id = ?", Boolean.class, id);
    }

    private @Nullable String name(long id) {
        return jdbc.queryForObject("select name from server_view where id = ?", String.class, id);
    }
}
