package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportsIT {

    private static final String EXPORT = ACTIVE + "/chat/export?format=";
    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @AfterEach
    void clear() {
        admin.delete(ACTIVE + "/chat");
    }

    @Test
    void aServerForLiteLlmIsMasked() {
        long id = newServer(admin, ", \"model_path\": \"m\", \"api_key\": \"sk-server-secret-9876\"");
        admin.post(ACTIVE, primary("chat", "ai_server", id, ""));
        Answer answer = admin.get(EXPORT + "litellm");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().propertyNames())
                .containsExactlyInAnyOrder("api_base", "api_key", "model", "custom_llm_provider", "metadata");
        assertThat(answer.json().path("api_key").asString()).isEqualTo("****9876");
        assertThat(answer.json().path("model").asString()).isEqualTo("m");
        assertThat(answer.json().path("metadata").path("provider_id").asLong()).isEqualTo(id);
        assertThat(answer.json().path("metadata").path("server_type").asString())
                .isEqualTo("openai-compatible");
    }

    @Test
    void aServerWithoutCredentialHasTheDummyOfLiteLlm() {
        admin.post(ACTIVE, primary("chat", "ai_server", newServer(admin), ""));
        Answer answer = admin.get(EXPORT + "litellm");
        assertThat(answer.json().path("api_key").asString()).isEqualTo("dummy");
        assertThat(answer.json().path("model").asString()).isEqualTo("default");
    }

    @Test
    void aKeyForWilmerIsMasked() {
        long id = newKey(admin);
        admin.post(ACTIVE, primary("chat", "api_key", id, ""));
        Answer answer = admin.get(EXPORT + "wilmer");
        assertThat(answer.json().propertyNames())
                .containsExactlyInAnyOrder(
                        "provider_type",
                        "provider_id",
                        "provider_name",
                        "base_url",
                        "api_key",
                        "is_local",
                        "supports_streaming",
                        "metadata");
        assertThat(answer.json().path("api_key").asString()).isEqualTo("****WXYZ");
        assertThat(answer.json().path("is_local").asBoolean()).isFalse();
        assertThat(admin.get(EXPORT + "litellm")
                        .json()
                        .path("metadata")
                        .path("provider_name")
                        .asString())
                .isEqualTo("openai");
    }

    @Test
    void onlyTheRouterIsShownTheKeyAndThatIsOnRecord() {
        long id = newKey(admin);
        admin.post(ACTIVE, primary("chat", "api_key", id, ""));
        Answer denied = admin.get(EXPORT + "litellm&reveal=true");
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.text()).doesNotContain("sk-0123456789");
        assertThat(node.router().get(EXPORT + "litellm").json().path("api_key").asString())
                .isEqualTo("****WXYZ");

        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        Answer revealed = node.router()
                .with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .get(EXPORT + "litellm&reveal=true");
        assertThat(revealed.json().path("api_key").asString()).isEqualTo("sk-0123456789-WXYZ");
        assertThat(revealed.header("Cache-Control")).contains("no-store");
        var items = admin.get(Http.CONFIG + "/audit?request_id=" + trace).json().path("items");
        assertThat(items.size()).isEqualTo(1);
        assertThat(items.get(0).path("action").asString()).isEqualTo("reveal_secret");
        assertThat(items.get(0).path("user").asString()).isEqualTo("router");
        assertThat(items.get(0).path("authentication").asString()).isEqualTo("token");
        assertThat(items.get(0).path("entity_id").asString()).isEqualTo("" + id);
    }

    @Test
    void unknownFormatsAreBadRequests() {
        assertThat(admin.get(EXPORT + "yaml").status()).isEqualTo(400);
        assertThat(admin.get(ACTIVE + "/chat/export").status()).isEqualTo(400);
    }
}
