package dev.signalbox.query.audit;

import static dev.signalbox.query.QueryFixtures.METADATA;
import static dev.signalbox.query.QueryFixtures.added;
import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static dev.signalbox.query.QueryFixtures.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@QueryIntegrationTest
class AuditIT {

    private static final String AUDIT = "/api/v1/llm-config/audit";

    @Autowired
    EventLog log;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    PlatformTransactionManager transactions;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
    }

    @Test
    void everyChangeSaysWhoAndWhatWasBefore() {
        long id = nextId();
        log.append(
                registered(id),
                new ServerUpdated(new ServerId(id), details("renamed " + id, null)),
                new ServerDisabled(new ServerId(id)),
                new ServerRemoved(new ServerId(id)));
        log.awaitViews();

        var entries = items("?entity_type=server&entity_id=" + id);

        assertThat(entries)
                .extracting(e -> e.get("action").asString())
                .containsExactly("delete_server", "disable_server", "update_server", "add_server");
        var update = entries.get(2);
        assertThat(update.get("user").asString()).isEqualTo("alice");
        assertThat(update.get("request_id").asString()).isEqualTo("req-1");
        assertThat(update.get("operation").asString()).isEqualTo("ServerUpdated");
        assertThat(update.get("outcome").asString()).isEqualTo("done");
        assertThat(update.get("version").asLong()).isEqualTo(2);
        assertThat(update.get("changes").propertyNames()).containsExactlyInAnyOrder("name", "model_path");
        assertThat(update.at("/changes/name/before").asString()).isEqualTo("server " + id);
        assertThat(update.at("/changes/name/after").asString()).isEqualTo("renamed " + id);
        assertThat(update.at("/changes/model_path/after").isNull()).isTrue();
        var secret = entries.get(3).at("/changes/api_key");
        assertThat(secret.get("changed").asBoolean()).isTrue();
        assertThat(secret.get("after").propertyNames()).containsExactlyInAnyOrder("fingerprint", "version");
        assertThat(entries.getFirst().at("/changes/enabled/before").asBoolean()).isFalse();
    }

    @Test
    void aRotationIsAChangeEvenOfAShortSecret() {
        long id = nextId();
        log.append(added(id), new ApiKeyRotated(new ApiKeyId(id), secret("0000")));
        log.awaitViews();

        var rotation = items("?entity_type=api_key&action=rotate_key&entity_id=" + id);

        assertThat(rotation).hasSize(1);
        assertThat(rotation.getFirst().get("changes").propertyNames()).containsExactly("api_key");
    }

    @Test
    void anActWithoutAnEventStaysThoughItsTransactionIsRolledBack() {
        String id = "refused-" + nextId();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            publisher.publishEvent(act(id, "refused"));
            status.setRollbackOnly();
        });

        var entry = items("?outcome=refused&entity_id=" + id).getFirst();

        assertThat(entry.get("action").asString()).isEqualTo("add_server");
        assertThat(entry.get("error_code").asString()).isEqualTo("name-taken");
        assertThat(entry.get("position").isNull()).isTrue();
        assertThat(entry.get("user").asString()).isEqualTo("alice");
    }

    @Test
    void anActThatCantBeKeptDoesNotBreakItsCaller() {
        publisher.publishEvent(act("x", "an outcome that is longer than its column"));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        long id = nextId();
        log.append(registered(id));
        for (int i = 0; i < 10; i++) {
            // one transaction, one millisecond: the cursor must tell entries of the same instant apart
            log.append(
                    new ServerUpdated(new ServerId(id), details("a" + i, null)),
                    new ServerUpdated(new ServerId(id), details("b" + i, null)));
        }
        log.awaitViews();
        String filter = "?limit=4&entity_type=server&entity_id=" + id;
        List<Long> versions = new ArrayList<>();

        JsonNode page = http.get(AUDIT + filter).body();
        while (true) {
            page.get("items").forEach(e -> versions.add(e.get("version").asLong()));
            if (page.get("next_cursor").isNull()) {
                break;
            }
            page = http.get(AUDIT + filter + "&cursor="
                            + page.get("next_cursor").asString())
                    .body();
        }

        assertThat(versions).hasSize(21).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(new HashSet<>(versions)).hasSize(21);
    }

    @Test
    void filtersByPositionAndTime() {
        log.append(registered(nextId()));
        log.awaitViews();
        long head = log.head();

        assertThat(items("?from_position=" + head + "&to_position=" + head)).hasSize(1);
        assertThat(items("?from=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(items("?user=nobody")).isEmpty();
        assertThat(items("?user=alice&to=2100-01-01T00:00:00%2B02:00")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "to_position=x",
                "limit=0",
                "limit=1001",
                "cursor=%21%21",
                "cursor=YWJj",
                "q=--",
                "outcome=fine",
                "decision=maybe",
                "version=new",
                "from=%2B999999999-01-01T00:00:00Z",
                "from_position=-1",
                "usr=alice",
                "format=xml",
                "recorded_to=now"
            })
    void aMalformedParameterIsNamed(String parameter) {
        var answer = http.get(AUDIT + "?" + parameter);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("detail").asString()).contains(parameter.substring(0, parameter.indexOf('=')));
    }

    private List<JsonNode> items(String query) {
        List<JsonNode> items = new ArrayList<>();
        http.get(AUDIT + query).body().get("items").forEach(items::add);
        return items;
    }

    private static ActRecorded act(String entityId, String outcome) {
        return new ActRecorded(
                Instant.now(), "RegisterServer", "server", entityId, outcome, "name-taken", "taken", METADATA);
    }
}
