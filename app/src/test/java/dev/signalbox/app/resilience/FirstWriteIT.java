package dev.signalbox.app.resilience;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.SmartLifecycle;

/** The first write after a start is answered with its effect, whatever the process before left behind. */
@Timeout(300)
class FirstWriteIT {

    @TempDir
    private Path home;

    private TestNode start() {
        // the embedded database, as a user's first start has it
        return TestNode.start(Map.of(
                "signalbox.home", home.toString(),
                "signalbox.database.url", "",
                "signalbox.database.user", "",
                "signalbox.database.password", ""));
    }

    private static String applied(TestNode node, String name) {
        var answer = node.admin().post("/api/v1/llm-config/servers", """
                {"name":"%s","server_type":"ollama","base_url":"http://127.0.0.1:9"}""".formatted(name));
        assertThat(answer.status()).isEqualTo(201);
        return String.valueOf(answer.header("X-Config-Applied"));
    }

    private static void leaveClaims(TestNode node) {
        // as kill -9 leaves them, and as if it had been a moment ago however long the next start takes
        node.database()
                .sql("update token_entry set owner = 'node-killed', timestamp = '2999-01-01T00:00:00Z'")
                .update();
    }

    /** What it routes by, whom it lets in, and what others commit: known before anybody can ask. */
    @Test
    void portsOpenWhenTheNodeKnowsWhatItNeeds() {
        try (TestNode node = start()) {
            Map<String, Integer> phases = new HashMap<>();
            node.beans(SmartLifecycle.class)
                    .forEach(bean -> phases.merge(bean.getClass().getSimpleName(), bean.getPhase(), Math::min));
            int ports = Math.min(
                    requireNonNull(phases.get("WebServerStartStopLifecycle")),
                    requireNonNull(phases.get("GatewayServer")));
            int queries = requireNonNull(phases.get("SpringAxonConfiguration"));

            assertThat(List.of("TokenReload", "RoutingReload", "DatabaseSignals"))
                    .allSatisfy(name -> assertThat(phases.get(name)).isBetween(queries + 1, ports - 1));
            assertThat(phases.get("FreedClaims")).isLessThan(queries);
        }
    }

    @Test
    void claimsOfAProcessThatWasKilledAreNotWaitedFor() {
        try (TestNode node = start()) {
            assertThat(applied(node, "first")).isEqualTo("null");
            leaveClaims(node);
        }
        try (TestNode again = start()) {
            assertThat(applied(again, "second")).isEqualTo("null");
        }
    }

    @Test
    void norThoseInADatabaseThatNobodyElseUsesAnyMore() {
        TestDatabase database = PostgresForTests.newDatabase();
        try (TestNode node = TestNode.start(database)) {
            assertThat(applied(node, "first")).isEqualTo("null");
            leaveClaims(node);
        }
        try (TestNode again = TestNode.start(database)) {
            assertThat(applied(again, "second")).isEqualTo("null");
        }
    }

    @Test
    void whatALivingNodeHoldsIsLeftToIt() {
        TestDatabase database = PostgresForTests.newDatabase();
        try (TestNode node = TestNode.start(database)) {
            assertThat(applied(node, "first")).isEqualTo("null");
            node.database()
                    .sql("insert into token_entry (processor_name, segment, token_type, timestamp, owner)"
                            + " values ('of-another', 0, 'x', '2999-01-01T00:00:00Z', 'node-elsewhere')")
                    .update();
            try (TestNode second = TestNode.start(database)) {
                assertThat(second.database()
                                .sql("select owner from token_entry where processor_name = 'of-another'")
                                .query(String.class)
                                .single())
                        .isEqualTo("node-elsewhere");
            }
        }
    }
}
