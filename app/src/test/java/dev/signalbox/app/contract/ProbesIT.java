package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProbesIT {

    private static final FakeServer VENDOR = new FakeServer();
    private static TestNode node;
    private final FakeServer upstream = new FakeServer();
    private final Http admin = node.admin();

    @BeforeAll
    static void startWithAVendorOfOurOwn() {
        node = TestNode.start(
                PostgresForTests.newDatabase(),
                Map.of(
                        "signalbox.vendors.ours.display-name",
                        "Ours",
                        "signalbox.vendors.ours.base-url",
                        VENDOR.url() + "/v1",
                        "signalbox.vendors.ours.litellm",
                        "openai",
                        "signalbox.vendors.ours.check.url",
                        VENDOR.url() + "/v1/key"));
    }

    @AfterAll
    static void stop() {
        node.close();
        VENDOR.close();
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    @Test
    void aHealthyServerIsFoundHealthyAndTheViewSaysSo() {
        long id = server();
        Answer before = admin.get(SERVERS + "/" + id);
        long events = node.events();
        int entries = auditEntries();
        Answer test = admin.post(SERVERS + "/" + id + "/test", null);
        assertThat(test.status()).isEqualTo(200);
        assertThat(test.json().propertyNames())
                .containsExactlyInAnyOrder("server_id", "status", "message", "timestamp", "latency_ms");
        assertThat(test.json().path("server_id").asLong()).isEqualTo(id);
        assertThat(test.json().path("status").asString()).isEqualTo("healthy");
        assertThat(test.json().path("message").asString()).isEqualTo("Healthy - 2 models available");
        Instant.parse(test.json().path("timestamp").asString());
        assertThat(upstream.credentials()).isNotEmpty().containsOnly("Bearer sk-server-secret-9876");

        Answer after = admin.get(SERVERS + "/" + id);
        assertThat(after.json().path("health_status").asString()).isEqualTo("healthy");
        assertThat(after.json().path("last_health_check").isNull()).isFalse();
        // no change of configuration
        assertThat(after.json().path("updated_at")).isEqualTo(before.json().path("updated_at"));
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(node.events()).isEqualTo(events);
        assertThat(auditEntries()).isEqualTo(entries);
    }

    @Test
    void aConnectionIsTriedBeforeItIsSaved() {
        int servers = admin.get(SERVERS).json().size();
        Answer trial = admin.post(
                SERVERS + "/test",
                "{\"server_type\": \"vllm\", \"base_url\": \"%s/v1/\", \"api_key\": \"sk-trial-secret-1234\"}"
                        .formatted(upstream.url()));
        assertThat(trial.status()).as(trial::toString).isEqualTo(200);
        assertThat(trial.json().path("status").asString()).isEqualTo("healthy");
        assertThat(trial.json().path("models").toString()).isEqualTo("[\"model-a\",\"model-b\"]");
        assertThat(upstream.credentials()).isNotEmpty().containsOnly("Bearer sk-trial-secret-1234");
        assertThat(admin.get(SERVERS).json().size()).isEqualTo(servers);
        assertThat(trial.text()).doesNotContain("secret");
    }

    @Test
    void aTrialSendsTheStoredCredentialToItsOwnHostOnly() {
        long id = server();
        String body = "{\"server_id\": " + id + ", \"server_type\": \"openai-compatible\", \"base_url\": \"%s\"}";
        assertThat(admin.post(SERVERS + "/test", body.formatted(upstream.url()))
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("healthy");
        assertThat(upstream.credentials()).containsOnly("Bearer sk-server-secret-9876");
        try (FakeServer elsewhere = new FakeServer()) {
            Answer trial = admin.post(SERVERS + "/test", body.formatted(elsewhere.url()));
            assertThat(trial.json().path("status").asString()).isEqualTo("down");
            assertThat(elsewhere.credentials()).isEmpty();
        }
    }

    @Test
    void aTrialOfNoAddressNamesTheField() {
        Answer trial = admin.post(SERVERS + "/test", "{\"server_type\": \"vllm\", \"base_url\": \"ftp://x\"}");
        assertThat(trial.status()).isEqualTo(422);
        assertThat(trial.wrongFields()).containsExactly("base_url");
    }

    @Test
    void aRefusedCredentialIsSaidInOurWordsOnly() {
        upstream.status = 401;
        upstream.body = "{\"error\": \"internal words of the upstream\"}";
        long id = server();
        Answer test = admin.post(SERVERS + "/" + id + "/test", null);
        assertThat(test.json().path("status").asString()).isEqualTo("down");
        assertThat(test.json().path("message").asString()).isEqualToIgnoringCase("the server refused its API key");
        assertThat(test.text()).doesNotContain("internal words");
        assertThat(admin.get(SERVERS + "/" + id).json().path("health_message").asString())
                .isEqualToIgnoringCase("the server refused its API key");
    }

    @Test
    void modelsAreListedOrKnownNotToBeKnown() {
        long id = server();
        assertThat(admin.get(SERVERS + "/" + id + "/models").text()).isEqualTo("[\"model-a\",\"model-b\"]");
        upstream.close();
        Answer unreachable = admin.get(SERVERS + "/" + id + "/models");
        assertThat(unreachable.status()).isEqualTo(502);
        assertThat(unreachable.header("Content-Type")).startsWith("application/problem+json");
        assertThat(admin.post(SERVERS + "/" + id + "/test", null)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("down");
    }

    @Test
    void aKeyIsCheckedWithItsVendor() {
        VENDOR.status = 200;
        long id = key();
        Answer test = admin.post(KEYS + "/" + id + "/test", null);
        assertThat(test.status()).isEqualTo(200);
        assertThat(test.json().propertyNames())
                .containsExactlyInAnyOrder("key_id", "success", "message", "timestamp", "verdict");
        assertThat(test.json().path("verdict").asString()).isEqualTo("valid");
        assertThat(test.json().path("success").asBoolean()).isTrue();
        VENDOR.status = 401;
        Answer invalid = admin.post(KEYS + "/" + id + "/test", null);
        assertThat(invalid.json().path("verdict").asString()).isEqualTo("invalid");
        assertThat(invalid.json().path("success").asBoolean()).isFalse();
        VENDOR.status = 402;
        assertThat(admin.post(KEYS + "/" + id + "/test", null)
                        .json()
                        .path("verdict")
                        .asString())
                .isEqualTo("no_funds");
        assertThat(VENDOR.credentials()).containsOnly("Bearer sk-0123456789-WXYZ");
        // and everybody sees it, whoever asked for it
        Answer shown = admin.get(KEYS + "/" + id);
        assertThat(shown.json().path("verdict").asString()).isEqualTo("no_funds");
        assertThat(shown.json().path("verdict_message").asString()).contains("no funds");
        Instant.parse(shown.json().path("last_checked").asString());
        assertThat(shown.header("ETag")).isEqualTo("\"1\"");
    }

    private long server() {
        return admin.post(SERVERS, """
                        {"name": "%s", "server_type": "openai-compatible", "base_url": "%s", "api_key": "sk-server-secret-9876"}""".formatted(name(), upstream.url())).id();
    }

    private long key() {
        return admin.post(KEYS, """
                        {"provider": "ours", "key_name": "%s", "api_key": "sk-0123456789-WXYZ"}""".formatted(name())).id();
    }

    private int auditEntries() {
        return admin.get(Http.CONFIG + "/audit?limit=1000").json().path("items").size();
    }
}
