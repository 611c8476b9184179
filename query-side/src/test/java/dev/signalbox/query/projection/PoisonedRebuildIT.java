package dev.signalbox.query.projection;

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
import dev.signalbox.query.Tables;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PoisonedRebuildIT extends Poisoned {

    private static final String TOKENS = "/api/v1/admin/projections/tokens";
    private static final TokenTerms TERMS = new TokenTerms(TokenScope.ALL, TokenLimits.NONE, Map.of(), null);

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
}
