package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.resilience.FakeOpenAi;
import dev.signalbox.testing.PostgresForTests;
import dev.signalbox.testing.PostgresForTests.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingAdminIT {

    private static final String RING = "/api/v1/admin/keyring";
    private static final String CHAT = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";
    private final TestDatabase database = PostgresForTests.newDatabase();

    @TempDir
    Path home = Path.of("");

    @Test
    void aRotationUnderRequestsOnTwoNodesFailsNone() {
        try (var upstream = new FakeOpenAi("one");
                var one = node();
                var two = node()) {
            Http admin = one.admin();
            activate(admin, server(admin, upstream, ", \"api_key\": \"sk-server-secret-9876\""), null);
            for (int i = 0; i < 120; i++) {
                newKey(admin);
            }
            String old = admin.get(RING).json().path("primary").asString();
            AtomicBoolean stop = new AtomicBoolean();
            var failed = new ConcurrentLinkedQueue<Answer>();
            var clients = List.of(one, two).stream()
                    .map(node -> CompletableFuture.runAsync(() -> {
                        while (!stop.get()) {
                            Answer answer = chat(node);
                            if (answer.status() != 200) {
                                failed.add(answer);
                            }
                        }
                    }))
                    .toList();
            await().until(() -> chat(two).status() == 200);
            failed.clear();

            String fresh = admin.post(RING + "/keys", null).json().path("id").asString();
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(admin.post(RING + "/keys/" + fresh + "/promote", null)
                                    .status())
                            .as("as soon as the other node has told that it has the key")
                            .isEqualTo(200));
            assertThat(admin.post(RING + "/rewrap", null).status()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> two.admin()
                            .get(RING)
                            .json()
                            .at("/rewrap/state")
                            .asString()
                            .equals("done"));
            Answer retired = admin.post(RING + "/keys/" + old + "/retire", null);
            assertThat(retired.status()).as(retired::toString).isEqualTo(200);
            int asked = upstream.asked.size();
            await().until(() -> upstream.asked.size() > asked + 20);
            stop.set(true);
            clients.forEach(CompletableFuture::join);

            assertThat(failed).isEmpty();
            assertThat(upstream.asked)
                    .filteredOn(call -> call.path().endsWith("/chat/completions"))
                    .allSatisfy(call -> assertThat(call.authorization()).isEqualTo("Bearer sk-server-secret-9876"));
            assertThat(one.database()
                            .sql("select count(*) from vault_secret where key_id <> ?")
                            .param(fresh)
                            .query(Long.class)
                            .single())
                    .isZero();
            await().untilAsserted(() -> assertThat(operations(admin))
                    .contains("AddEncryptionKey", "PromoteEncryptionKey", "RewrapSecrets", "RetireEncryptionKey"));
        }
    }

    @Test
    void aNodeWithoutTheKeyStartsDegradedAndItsRequestsGoToTheFallback() {
        try (var first = new FakeOpenAi("first");
                var second = new FakeOpenAi("second");
                var whole = node()) {
            Http admin = whole.admin();
            long bound = server(admin, first, ", \"api_key\": \"sk-server-secret-9876\"");
            activate(admin, bound, server(admin, second, ""));
            String needed = admin.get(RING).json().path("primary").asString();
            assertThat(admin.get(RING).json().path("degraded")).isEmpty();
            try (var degraded = TestNode.start(
                    database, Map.of("signalbox.encryption-key", "b3RoZXItc2lnbmFsYm94LXRlc3RzLW90aGVyLXRlc3Q="))) {
                var named = degraded.admin().get(RING).json().path("degraded").path(0);
                assertThat(named.path("provider_type").asString()).isEqualTo("ai_server");
                assertThat(named.path("provider_id").asLong()).isEqualTo(bound);
                assertThat(named.path("needed_key_id").asString()).isEqualTo(needed);
                assertThat(named.path("name").asString()).startsWith("test-");
                Answer health = degraded.admin().get("/actuator/health");
                assertThat(health.status()).isEqualTo(200);
                assertThat(health.json().at("/components/secrets/status").asString())
                        .isEqualTo("DEGRADED");
                // as soon as it has read what to route by
                await().until(() -> degraded.admin().get("/readyz").status() == 200);

                await().untilAsserted(() -> assertThat(chat(degraded).text()).contains("Hello from second"));
                assertThat(chat(degraded).header("x-signalbox-attempts")).contains("credential_unavailable");
                Answer refused = degraded.admin().post(Fixtures.KEYS, Fixtures.key(""));
                assertThat(refused.status())
                        .as(refused::toString)
                        .isBetween(400, 599)
                        .isNotEqualTo(500);
                assertThat(refused.detail()).contains(needed);
            }
            assertThat(chat(whole).text()).contains("Hello from first");
        }
    }

    @Test
    void whatWouldShutSecretsInIsRefusedAndOnRecord() {
        try (var node = node()) {
            Http admin = node.admin();
            newKey(admin);
            String primary = admin.get(RING).json().path("primary").asString();
            assertThat(admin.post(RING + "/keys/12345678/promote", null).status())
                    .isEqualTo(404);
            Answer retire = admin.post(RING + "/keys/" + primary + "/retire", null);
            assertThat(retire.status()).isEqualTo(409);
            assertThat(retire.problem()).isEqualTo("key-is-primary");
            String fresh = admin.post(RING + "/keys", null).json().path("id").asString();
            admin.post(RING + "/keys/" + fresh + "/promote", null);
            Answer inUse = admin.post(RING + "/keys/" + primary + "/retire", null);
            assertThat(inUse.problem()).isEqualTo("key-in-use");
            assertThat(inUse.detail()).contains("still wraps");
            assertThat(node.stranger().get(RING).status()).isEqualTo(401);
            assertThat(node.router().post(RING + "/keys", null).status()).isEqualTo(403);
            await().untilAsserted(() -> assertThat(
                            admin.get(Http.CONFIG + "/audit?outcome=refused").text())
                    .contains("RetireEncryptionKey", "key-in-use"));
            assertThat(admin.get(RING).text()).doesNotContain("c2lnbmFs");
        }
    }

    private TestNode node() {
        return TestNode.start(database, Map.of("signalbox.home", home.toString()));
    }

    private static long server(Http admin, FakeOpenAi upstream, String more) {
        Answer answer = admin.post(SERVERS, """
                {"name": "%s", "server_type": "ollama", "base_url": "%s", "use_for_chat": true %s}""".formatted(Fixtures.name(), upstream.baseUrl(), more));
        assertThat(answer.status()).as(answer::toString).isEqualTo(201);
        return answer.id();
    }

    private static void activate(Http admin, long server, @org.jspecify.annotations.Nullable Long fallback) {
        String more = fallback == null
                ? ""
                : ", \"fallback_provider_type\": \"ai_server\", \"fallback_provider_id\": " + fallback;
        assertThat(admin.post(ACTIVE, primary("chat", "ai_server", server, more))
                        .status())
                .isEqualTo(200);
    }

    private static Answer chat(TestNode node) {
        return new Http(node.dataPort(), Map.of("Authorization", "Bearer " + TestNode.ADMIN_TOKEN))
                .post("/v1/chat/completions", CHAT);
    }

    private static List<String> operations(Http admin) {
        return admin.get(Http.CONFIG + "/audit?limit=100").json().findValuesAsString("operation");
    }
}
