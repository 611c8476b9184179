package dev.signalbox.query;

import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.key;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.ApiKeyRotated;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keys as reads show them. */
@QueryIntegrationTest
class ApiKeyViewIT {

    private static final String API = "/api/v1/llm-config";

    @Autowired
    EventLog log;

    @Autowired
    JdbcTemplate jdbc;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
    }

    @Test
    void aKeyIsShownMaskedWithItsUsage() {
        long id = nextId();
        log.append(added(id), new ApiKeyRotated(new ApiKeyId(id), secret("9999")));
        log.awaitViews();
        jdbc.update("insert into api_key_usage values (?, now(), 3, 1200, 0.5)", id);

        var answer = http.get(API + "/api-keys/" + id);
        var key = answer.body();

        assertThat(key.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "provider",
                        "key_name",
                        "masked_key",
                        "enabled",
                        "use_for_ops_center",
                        "metadata",
                        "last_used",
                        "requests_count",
                        "tokens_used",
                        "cost_usd",
                        "verdict",
                        "verdict_message",
                        "last_checked",
                        "created_by",
                        "created_at",
                        "updated_at",
                        "version");
        assertThat(key.get("masked_key").asString()).isEqualTo("****9999");
        assertThat(key.get("tokens_used").asLong()).isEqualTo(1200);
        assertThat(answer.response().body()).contains("\"cost_usd\":0.5000");
    }

    @Test
    void aKeysVerdictIsThatOfTheSecretThatWasTested() {
        long id = nextId();
        log.append(added(id));
        log.awaitViews();
        assertThat(http.get(API + "/api-keys/" + id).body().get("verdict").isNull())
                .isTrue();
        jdbc.update(
                "insert into api_key_check select id, masked_key, 'invalid', 'No', now() from api_key_view where id = ?",
                id);

        var key = http.get(API + "/api-keys/" + id).body();
        assertThat(key.get("verdict").asString()).isEqualTo("invalid");
        assertThat(key.get("verdict_message").asString()).isEqualTo("No");
        assertThat(key.get("last_checked").asString()).endsWith("Z");

        log.append(new ApiKeyRotated(new ApiKeyId(id), secret("9999")));
        log.awaitViews();
        assertThat(http.get(API + "/api-keys/" + id).body().get("verdict").isNull())
                .isTrue();
    }
}
