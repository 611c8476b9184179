package dev.signalbox.query.audit;

import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerUpdated;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryIntegrationTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@QueryIntegrationTest
class AuditSearchIT {

    private static final String AUDIT = "/api/v1/llm-config/audit";

    private static final Map<String, String> CAROL = Map.ofEntries(
            Map.entry(MetadataKeys.USER, "carol"),
            Map.entry(MetadataKeys.ACTOR_TYPE, "user"),
            Map.entry(MetadataKeys.AUTHENTICATION, "oidc"),
            Map.entry(MetadataKeys.TOKEN_ID, "t-17"),
            Map.entry(MetadataKeys.ROLES, "admin"),
            Map.entry(MetadataKeys.REQUEST_ID, "req-carol"),
            Map.entry(MetadataKeys.TRACE_ID, "0af7651916cd43dd8448eb211c80319c"),
            Map.entry(MetadataKeys.CLIENT_ADDRESS, "192.0.2.7"),
            Map.entry(MetadataKeys.PEER_ADDRESS, "10.0.0.1"),
            Map.entry(MetadataKeys.FORWARDED_FOR, "192.0.2.7, 10.0.0.2"),
            Map.entry(MetadataKeys.USER_AGENT, "carols-browser"));

    @Autowired
    EventLog log;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    JdbcTemplate jdbc;

    Http http;

    @BeforeEach
    void client(@LocalServerPort int port) {
        http = new Http(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user=carol",
                "user=carol&user=dave",
                "actor_type=user",
                "authentication=oidc",
                "token_id=t-17",
                "request_id=req-carol",
                "trace_id=0af7651916cd43dd8448eb211c80319c",
                "client_address=192.0.2.7",
                "peer_address=10.0.0.1",
                "forwarded_for=10.0.0.2",
                "user_agent=carols-browser",
                "action=frobnicate_server",
                "operation=FrobnicateServer",
                "entity_type=gizmo",
                "reason=because",
                "error_code=no-frobnication",
                "occurrences=17"
            })
    void everyFieldOfARecordFindsItAndNothingElse(String filter) {
        String id = "search-" + nextId();
        publisher.publishEvent(new ActRecorded(
                Instant.now(), "FrobnicateServer", "gizmo", id, "refused", "no-frobnication", "because", CAROL, 17));
        log.append(registered(nextId()));
        log.awaitViews();

        assertThat(items("?" + filter + "&limit=1000"))
                .isNotEmpty()
                .allMatch(e -> e.get("action").asString().equals("frobnicate_server"));
        JsonNode found = items("?" + filter + "&entity_id=" + id).getFirst();
        assertThat(found.get("decision").asString()).isEqualTo("deny");
        assertThat(found.get("schema_version").asInt()).isEqualTo(2);
        assertThat(Instant.parse(found.get("recorded_at").asString()))
                .isAfterOrEqualTo(Instant.parse(found.get("occurred_at").asString()));
        assertThat(items(
                        "?decision=deny&outcome=refused&recorded_from=2020-01-01T00:00:00Z&recorded_to=2100-01-01T00:00:00Z&id="
                                + found.get("id").asString()))
                .hasSize(1);
    }

    @Test
    void changedFieldsAndVersionsFindAnEvent() {
        long id = nextId();
        log.append(registered(id), new ServerUpdated(new ServerId(id), details("renamed " + id, "llama-3")));
        log.awaitViews();
        String server = "?entity_type=server&entity_id=" + id;

        assertThat(items(server + "&field=name")).hasSize(2);
        assertThat(items(server + "&field=name&version_before=1&version=2")).hasSize(1);
        assertThat(items(server + "&field=nothing")).isEmpty();
        assertThat(items(server + "&schema_version=2&decision=allow&from_position=0"))
                .hasSize(2);
        long position = items(server).getFirst().get("position").asLong();
        assertThat(items("?position=" + position)).hasSize(1);
    }

    @Test
    void wordsBeginTheWordsOfNames() {
        long id = nextId();
        log.append(new dev.signalbox.events.server.ServerRegistered(
                new ServerId(id), details("Gondor-gpu.example.com Größe_" + id, null), null, true));
        log.awaitViews();

        for (String q : List.of("gondor", "GOND", "example", "gpu+exam", "gr%C3%B6%C3%9Fe", "gondor+serverreg")) {
            assertThat(items("?entity_id=" + id + "&q=" + q)).as(q).hasSize(1);
        }
        for (String q : List.of("ondor", "gondor+mordor", "%27%20%7C%20x%3A%2A")) {
            assertThat(items("?entity_id=" + id + "&q=" + q)).as(q).isEmpty();
        }
    }

    @Test
    void whatFewEntriesMatchIsFoundBehindManyOthers() {
        long id = nextId();
        log.append(registered(id), new ServerUpdated(new ServerId(id), details("Minas_" + id, null)));
        log.awaitViews();
        jdbc.update("""
                insert into audit_entry (id, occurred_at, recorded_at, actor_type, action, operation, changes, outcome, decision)
                select 'many-' || n, now(), now(), 'token', 'many', 'Many', '{}', 'done', 'allow'
                from generate_series(1, 10050) n""");
        try {
            assertThat(items("?q=minas+" + id)).hasSize(1);
            assertThat(items("?field=name&entity_id=" + id)).hasSize(2);
            assertThat(items("?field=name&limit=1&entity_id=" + id)).hasSize(1);
            assertThat(items("?q=many&limit=1000")).hasSize(1000);
        } finally {
            jdbc.update("delete from audit_entry where action = 'many'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&field=name", "&q=server"})
    void cursorsLeadBothWaysWhileEntriesArrive(String more) {
        long id = nextId();
        String filter = "?limit=3&entity_type=server&entity_id=" + id + more;
        log.append(registered(id));
        rename(id, 6);
        JsonNode newest = http.get(AUDIT + filter).body();
        JsonNode older = page(filter, newest.get("next_cursor"));
        rename(id, 2);

        JsonNode back = page(filter, older.get("prev_cursor"));
        JsonNode arrived = page(filter, back.get("prev_cursor"));
        JsonNode nothingNewer = page(filter, arrived.get("prev_cursor"));

        assertThat(versions(newest)).containsExactly(7L, 6L, 5L);
        assertThat(versions(older)).containsExactly(4L, 3L, 2L);
        assertThat(versions(page(filter, older.get("next_cursor")))).containsExactly(1L);
        assertThat(versions(back)).containsExactly(7L, 6L, 5L);
        assertThat(versions(page(filter, back.get("next_cursor")))).containsExactly(4L, 3L, 2L);
        assertThat(versions(arrived)).containsExactly(9L, 8L);
        assertThat(versions(nothingNewer)).isEmpty();
        rename(id, 1);
        assertThat(versions(page(filter, nothingNewer.get("prev_cursor")))).containsExactly(10L);
        assertThat(versions(page(filter, nothingNewer.get("next_cursor")))).hasSize(3);
    }

    @Test
    void aPageOfNewerOnesIsNextToItsCursor() {
        long id = nextId();
        String filter = "?limit=2&entity_type=server&entity_id=" + id;
        log.append(registered(id));
        log.awaitViews();
        JsonNode first = http.get(AUDIT + filter).body();
        assertThat(first.get("next_cursor").isNull()).isTrue();
        rename(id, 5);

        assertThat(versions(page(filter, first.get("prev_cursor")))).containsExactly(3L, 2L);
    }

    private void rename(long id, int times) {
        for (int i = 0; i < times; i++) {
            log.append(new ServerUpdated(new ServerId(id), details("name " + System.nanoTime(), null)));
        }
        log.awaitViews();
    }

    private JsonNode page(String filter, JsonNode cursor) {
        return http.get(AUDIT + filter + "&cursor=" + cursor.asString()).body();
    }

    private static List<Long> versions(JsonNode page) {
        List<Long> versions = new ArrayList<>();
        page.get("items").forEach(e -> versions.add(e.get("version").asLong()));
        return versions;
    }

    private List<JsonNode> items(String query) {
        List<JsonNode> items = new ArrayList<>();
        var answer = http.get(AUDIT + query);
        assertThat(answer.status()).as(answer.body()::toString).isEqualTo(200);
        answer.body().get("items").forEach(items::add);
        return items;
    }
}
