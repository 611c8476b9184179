package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A view that lacks an event says so wherever an operator looks, and what is done about it is on record. */
class ParkedEventsIT {

    private static final String SERVERS = "/api/v1/admin/projections/servers";
    private static final String LETTERS = SERVERS + "/dead-letters";

    private final TestNode node = TestNode.start();
    private final Http admin = node.admin();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void areInHealthAndMetricsUntilSomebodyDecidesWhichIsOnRecord() {
        assertThat(projections("status").asString()).isEqualTo("UP");
        append("ServerDisabled", "{\"serverId\":4711}");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.get(LETTERS).json().path("total").asLong() == 1);

        assertThat(projections("status").asString()).isEqualTo("DEGRADED");
        assertThat(projections("details").at("/servers/parked").asLong()).isEqualTo(1);
        assertThat(projections("details").at("/audit/parked").asLong()).isZero();
        await().untilAsserted(() -> assertThat(metric("parked")).isEqualTo(1));
        assertThat(metric("lag")).isZero();
        assertThat(metric("position")).isEqualTo(1);

        String id = admin.get(LETTERS).json().at("/letters/0/id").asString();
        assertThat(admin.post(LETTERS + "/" + id + "/retry", null).status()).isEqualTo(409);
        assertThat(node.router().get(LETTERS).status()).isEqualTo(403);
        assertThat(admin.delete(LETTERS + "/" + id).status()).isEqualTo(204);
        assertThat(admin.post(SERVERS + "/rebuild?compare=true", null).status()).isEqualTo(202);

        assertThat(recorded("RetryDeadLetter").path("outcome").asString()).isEqualTo("refused");
        JsonNode discarded = recorded("DiscardDeadLetter");
        assertThat(discarded.path("outcome").asString()).isEqualTo("done");
        assertThat(discarded.path("entity_type").asString()).isEqualTo("dead_letter");
        assertThat(discarded.path("entity_id").asString()).isEqualTo("servers/" + id);
        assertThat(recorded("RebuildProjection").path("detail").asString()).isEqualTo("compare=true");

        assertThat(projections("details").at("/servers/parked").asLong()).isZero();
        String routing = "/api/v1/admin/projections/active-providers/dead-letters/";
        String other = admin.get(routing.substring(0, routing.length() - 1))
                .json()
                .at("/letters/0/id")
                .asString();
        assertThat(admin.delete(routing + other).status()).isEqualTo(204);
        assertThat(projections("status").asString()).isEqualTo("UP");
    }

    private void append(String event, String payload) {
        node.database()
                .sql("""
                        insert into domain_event_entry (global_index, event_identifier, meta_data, payload, payload_type,
                          time_stamp, aggregate_identifier, sequence_number, type)
                        select coalesce(max(global_index), 0) + 1, 'by-hand', '{}', cast(? as bytea), ?,
                          '2026-11-01T00:00:00Z', 'server-4711', 0, 'Server' from domain_event_entry""")
                .param(payload)
                .param("dev.signalbox.events.server." + event)
                .update();
    }

    private JsonNode projections(String what) {
        return admin.get("/actuator/health")
                .json()
                .at("/components/projections")
                .path(what);
    }

    private double metric(String what) {
        return admin.get("/actuator/metrics/signalbox.projection." + what + "?tag=projection:servers")
                .json()
                .at("/measurements/0/value")
                .asDouble();
    }

    private JsonNode recorded(String operation) {
        return admin.get(CONFIG + "/audit?operation=" + operation).json().at("/items/0");
    }
}
