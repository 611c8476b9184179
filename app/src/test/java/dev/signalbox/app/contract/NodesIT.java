package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a node tells of itself: to the others, and of its routes. */
class NodesIT {

    private static final String NODES = "/api/v1/admin/nodes";
    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @AfterEach
    void clear() {
        admin.delete(ACTIVE + "/chat");
        node.database().sql("delete from node where id like 'test-%'").update();
    }

    private JsonNode listed(String id) {
        return admin.get(NODES)
                .json()
                .valueStream()
                .filter(one -> one.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String ownId() {
        return admin.get(Http.CONFIG + "/routes").json().path("node").asString();
    }

    @Test
    void aNodeTellsItsRolesItsKeysAndTheRevisionThatItRoutesBy() {
        long revision =
                Long.parseLong(String.valueOf(admin.post(ACTIVE, primary("chat", "ai_server", newServer(admin), ""))
                        .header("X-Config-Revision")));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode own = listed(ownId());
            assertThat(own.path("positions").path("routing-snapshot").asLong()).isGreaterThanOrEqualTo(revision);
            assertThat(own.path("positions").path("active-providers").asLong()).isGreaterThanOrEqualTo(revision);
            assertThat(own.path("alive").asBoolean()).isTrue();
            assertThat(own.path("roles").valueStream().map(JsonNode::asString))
                    .containsExactly("command", "query", "inference");
            assertThat(own.path("version").asString()).isNotEmpty();
            assertThat(own.path("key_ids").size()).isPositive();
        });
    }

    @Test
    void aLostNodeIsListedForAWhileAndThenForgotten() {
        node.database().sql("""
                insert into node values ('test-lost', '{query}', '1', now(), now() - interval '1 minute', '{}'),
                    ('test-forgotten', '{query}', '1', now(), now() - interval '11 minutes', '{}')""").update();

        assertThat(listed("test-lost").path("alive").asBoolean()).isFalse();
        assertThat(admin.get(NODES).text()).doesNotContain("test-forgotten");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.database()
                                .sql("select id from node where id like 'test-%'")
                                .query(String.class)
                                .list())
                        .isEqualTo(List.of("test-lost")));
    }

    @Test
    void theRoutesAreInOrderWithTheStateOfEach() {
        long first = newServer(admin);
        long second = newServer(admin);
        admin.post(
                ACTIVE,
                primary(
                        "chat",
                        "ai_server",
                        first,
                        ", \"fallbacks\": [{\"provider_type\": \"ai_server\", \"provider_id\": %d, \"model\": \"m\"}]"
                                .formatted(second)));

        await().untilAsserted(() -> {
            JsonNode chat =
                    admin.get(Http.CONFIG + "/routes").json().path("routes").path("chat");
            assertThat(chat.valueStream()
                            .map(target -> target.path("provider_id").asLong()))
                    .containsExactly(first, second);
            assertThat(chat.path(0).propertyNames())
                    .containsExactlyInAnyOrder(
                            "provider_type",
                            "provider_id",
                            "name",
                            "model",
                            "health_status",
                            "last_health_check",
                            "state",
                            "cooling_until",
                            "cause",
                            "failure_rate",
                            "in_flight");
            assertThat(chat.path(0).path("state").asString()).isEqualTo("closed");
            assertThat(chat.path(1).path("model").asString()).isEqualTo("m");
        });
    }

    @Test
    void onlyThoseWhoMayReadTheConfigurationSeeIt() {
        for (String path : List.of(NODES, Http.CONFIG + "/routes")) {
            assertThat(node.stranger().get(path).status()).isEqualTo(401);
            assertThat(node.router().get(path).status()).isEqualTo(403);
        }
    }
}
