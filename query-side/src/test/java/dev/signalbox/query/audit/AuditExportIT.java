package dev.signalbox.query.audit;

import static dev.signalbox.query.QueryFixtures.details;
import static dev.signalbox.query.QueryFixtures.nextId;
import static dev.signalbox.query.QueryFixtures.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.signal.ActRecorded;
import dev.signalbox.query.EventLog;
import dev.signalbox.query.Http;
import dev.signalbox.query.QueryFixtures;
import dev.signalbox.query.QueryIntegrationTest;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@QueryIntegrationTest
class AuditExportIT {

    private static final String AUDIT = "/api/v1/llm-config/audit";
    private static final String EVIL = "=HYPERLINK(\"http://evil\"), \"quoted\"\nsecond line";

    @Autowired
    EventLog log;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    ApplicationEventPublisher publisher;

    int port;

    @BeforeEach
    void client(@LocalServerPort int port) {
        this.port = port;
    }

    @Test
    void csvHasAllFieldsAndNoFormula() throws Exception {
        long id = nextId();
        log.append(new ServerRegistered(new ServerId(id), details(EVIL, null), secret("abcd"), true));
        log.awaitViews();

        var answer = get("?entity_type=server&entity_id=" + id, "text/csv");
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(answer.body()))
                .getRecords();

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().get("entity_name")).isEqualTo("'" + EVIL);
        assertThat(rows.getFirst().get("user")).isEqualTo("alice");
        assertThat(json.readTree(rows.getFirst().get("changes"))
                        .at("/enabled/after")
                        .asBoolean())
                .isTrue();
        JsonNode entry = new Http(port)
                .get(AUDIT + "?entity_type=server&entity_id=" + id)
                .body()
                .at("/items/0");
        List<String> fields = new ArrayList<>(entry.propertyNames());
        // in JSON only where they say something
        fields.addAll(List.of("config_digest", "config_commit", "imported_from"));
        assertThat(CsvCells.COLUMNS).containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void linesAreTheWholeResultOverManyPages() throws Exception {
        jdbc.update("""
                insert into audit_entry (id, occurred_at, recorded_at, actor_type, action, operation, changes, decision,
                  outcome, act_number)
                select 'bulk-' || n, now() - n * interval '1 ms', now(), 'system', 'bulk', 'Bulk', '{}', 'allow', 'done',
                  nextval('audit_act_number') from generate_series(1, 2500) n""");

        var answer = get("?action=bulk", "application/x-ndjson");
        List<String> ids = answer.body()
                .lines()
                .map(line -> json.readTree(line).get("id").asString())
                .toList();

        assertThat(ids).hasSize(2500).doesNotHaveDuplicates();
        assertThat(ids).startsWith("bulk-1").endsWith("bulk-2500");
    }

    @ParameterizedTest
    @CsvSource({
        "text/csv,usr=x,usr",
        "text/csv,format=ocsf,format",
        "application/x-ndjson,limit=5,limit",
        "application/x-ndjson,from=x,from"
    })
    void badInputIsAProblemThoughAnExportWasAskedFor(String accept, String query, String named) throws Exception {
        var answer = get("?" + query, accept);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json.readTree(answer.body()).get("detail").asString()).contains("parameter " + named + " ");
    }

    @Test
    void ocsfHasWhatTheClassRequires() throws Exception {
        long id = nextId();
        log.append(QueryFixtures.registered(id), new ServerDisabled(new ServerId(id)));
        publisher.publishEvent(
                new ActRecorded(Instant.now(), "GET /x", "server", "" + id, "denied", "forbidden", null, Map.of()));
        log.awaitViews();

        List<JsonNode> events = get("?format=ocsf&entity_type=server&entity_id=" + id, "application/x-ndjson")
                .body()
                .lines()
                .map(json::readTree)
                .toList();

        assertThat(events).hasSize(3).allSatisfy(event -> {
            assertThat(event.propertyNames())
                    .contains(
                            "activity_id",
                            "actor",
                            "api",
                            "category_uid",
                            "class_uid",
                            "metadata",
                            "severity_id",
                            "src_endpoint",
                            "time",
                            "type_uid");
            assertThat(event.get("class_uid").asInt()).isEqualTo(6003);
            assertThat(event.get("type_uid").asInt())
                    .isEqualTo(600300 + event.get("activity_id").asInt());
            assertThat(event.at("/metadata/product/vendor_name").isMissingNode())
                    .isFalse();
            assertThat(event.at("/metadata/version").asString()).isEqualTo("1.6.0");
            assertThat(event.at("/src_endpoint").size()).isPositive();
            assertThat(event.at("/actor/user/name").asString()).isNotEmpty();
        });
        assertThat(events).extracting(e -> e.get("status_id").asInt()).containsExactly(2, 1, 1);
        assertThat(events).extracting(e -> e.get("activity_id").asInt()).containsExactly(99, 3, 1);
        assertThat(events.get(2).at("/resources/0/uid").asString()).isEqualTo("" + id);
    }

    @Test
    void cloudEventsCarryTheEntry() {
        long id = nextId();
        log.append(QueryFixtures.registered(id));
        log.awaitViews();

        JsonNode event = new Http(port)
                .get(AUDIT + "?format=cloudevents&entity_type=server&entity_id=" + id)
                .body()
                .at("/items/0");

        assertThat(event.get("specversion").asString()).isEqualTo("1.0");
        assertThat(event.get("type").asString()).isEqualTo("dev.signalbox.audit.add_server");
        assertThat(event.get("subject").asString()).isEqualTo("server/" + id);
        assertThat(event.get("id")).isEqualTo(event.at("/data/id"));
        assertThat(Instant.parse(event.get("time").asString()))
                .isEqualTo(event.at("/data/occurred_at").asString());
        assertThat(URI.create(event.get("source").asString())).isNotNull();
    }

    private HttpResponse<String> get(String query, String accept) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + AUDIT + query))
                .header("Accept", accept)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
