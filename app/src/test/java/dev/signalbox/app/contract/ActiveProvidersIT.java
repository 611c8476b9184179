package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveProvidersIT {

    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @AfterEach
    void clear() {
        admin.delete(ACTIVE + "/chat");
    }

    @Test
    void settingAnswersTheResultWithItsProviderMasked() {
        long key = newKey(admin);
        long server = newServer(admin);
        Answer answer = admin.post(ACTIVE, primary("chat", "api_key", key, """
                        , "model": "gpt-x", "fallback_provider_type": "ai_server", "fallback_provider_id": %d""".formatted(server)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Config-Revision")).isEqualTo("" + node.events());
        var json = answer.json();
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "message",
                        "purpose",
                        "provider_type",
                        "provider_id",
                        "provider",
                        "fallback_provider_type",
                        "fallback_provider_id",
                        "fallbacks",
                        "model",
                        "updated_by",
                        "updated_at",
                        "version");
        assertThat(json.path("message").asString()).isEqualTo("Active provider set for chat");
        assertThat(json.path("model").asString()).isEqualTo("gpt-x");
        assertThat(json.path("provider").path("masked_key").asString()).isEqualTo("****WXYZ");
        assertThat(json.path("fallback_provider_type").asString()).isEqualTo("ai_server");
        assertThat(json.path("fallback_provider_id").asLong()).isEqualTo(server);
        assertThat(json.path("fallbacks").size()).isEqualTo(1);
        assertThat(json.path("updated_by").asString()).isEqualTo("admin");
        assertThat(answer.text()).doesNotContain("sk-0123456789");

        Answer one = admin.get(ACTIVE + "/chat");
        assertThat(one.header("ETag")).isEqualTo(answer.header("ETag"));
        assertThat(one.json().path("provider").path("id").asLong()).isEqualTo(key);
        assertThat(admin.get(ACTIVE).json().path("chat")).isEqualTo(one.json());
        assertThat(admin.get(ACTIVE).text()).doesNotContain("sk-0123456789");
    }

    @Test
    void aProvidersChangeShowsInTheActiveProviderAtOnce() {
        long server = newServer(admin);
        admin.post(ACTIVE, primary("chat", "ai_server", server, ""));
        String name = Fixtures.name();
        admin.put(Fixtures.SERVERS + "/" + server, "{\"name\": \"" + name + "\"}");
        assertThat(admin.get(ACTIVE + "/chat")
                        .json()
                        .path("provider")
                        .path("name")
                        .asString())
                .isEqualTo(name);
        long other = newServer(admin);
        admin.post(ACTIVE, primary("chat", "ai_server", other, ""));
        assertThat(admin.get(ACTIVE + "/chat").json().path("provider_id").asLong())
                .isEqualTo(other);
    }

    @Test
    void theListOfFallbacksReplacesTheTwoOldFields() {
        long first = newServer(admin);
        long second = newKey(admin);
        long third = newServer(admin);
        Answer answer = admin.post(ACTIVE, primary("chat", "ai_server", first, """
                , "fallbacks": [{"provider_type": "api_key", "provider_id": %d, "model": "m2"},
                                {"provider_type": "ai_server", "provider_id": %d}],
                "fallback_provider_type": "ai_server", "fallback_provider_id": 999999""".formatted(second, third)));
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.json().path("fallbacks").size()).isEqualTo(2);
        assertThat(answer.json().path("fallbacks").get(0).path("model").asString())
                .isEqualTo("m2");
        assertThat(answer.json().path("fallback_provider_type").asString()).isEqualTo("api_key");
        assertThat(answer.json().path("fallback_provider_id").asLong()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ai_server", "api_key"})
    void unknownProvidersAreNotFound(String type) {
        assertThat(admin.post(ACTIVE, primary("chat", type, 999_999, "")).status())
                .isEqualTo(404);
        Answer fallback = admin.post(ACTIVE, primary("chat", "ai_server", newServer(admin), fallback(type, 999_999)));
        assertThat(fallback.status()).isEqualTo(404);
        assertThat(fallback.detail()).contains("999999");
        assertThat(admin.get(ACTIVE + "/chat").status()).isEqualTo(404);
    }

    @Test
    void disabledProvidersAreRefused() {
        long disabled = newServer(admin, ", \"enabled\": false");
        Answer asPrimary = admin.post(ACTIVE, primary("chat", "ai_server", disabled, ""));
        assertThat(asPrimary.status()).isEqualTo(409);
        assertThat(asPrimary.problem()).isEqualTo("provider-disabled");
        Answer asFallback =
                admin.post(ACTIVE, primary("chat", "ai_server", newServer(admin), fallback("ai_server", disabled)));
        assertThat(asFallback.problem()).isEqualTo("provider-disabled");
    }

    @Test
    void serversNotMarkedForThePurposeAreRefused() {
        long server = newServer(admin);
        Answer asPrimary = admin.post(ACTIVE, primary("embeddings", "ai_server", server, ""));
        assertThat(asPrimary.status()).isEqualTo(409);
        assertThat(asPrimary.problem()).isEqualTo("purpose-not-marked");
        Answer asFallback =
                admin.post(ACTIVE, primary("embeddings", "api_key", newKey(admin), fallback("ai_server", server)));
        assertThat(asFallback.problem()).isEqualTo("purpose-not-marked");
    }

    @Test
    void aFallbackIsAnotherThanThePrimary() {
        long server = newServer(admin);
        Answer answer = admin.post(ACTIVE, primary("chat", "ai_server", server, fallback("ai_server", server)));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("duplicate-target");
    }

    @Test
    void halfAFallbackIsInvalid() {
        Answer answer =
                admin.post(ACTIVE, primary("chat", "ai_server", newServer(admin), ", \"fallback_provider_id\": 1"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongFields()).containsExactly("fallback_provider_type");
    }

    @Test
    void unknownPurposesAreBadRequests() {
        assertThat(admin.get(ACTIVE + "/poetry").status()).isEqualTo(400);
        assertThat(admin.delete(ACTIVE + "/poetry").status()).isEqualTo(400);
        assertThat(admin.get(ACTIVE + "/poetry/export?format=litellm").status()).isEqualTo(400);
        Answer set = admin.post(ACTIVE, primary("poetry", "ai_server", 1, ""));
        assertThat(set.status()).isEqualTo(422);
        assertThat(set.wrongFields()).containsExactly("purpose");
    }

    @Test
    void clearingLeavesNoneAndSettingAgainGoesOnCounting() {
        long server = newServer(admin);
        assertThat(admin.delete(ACTIVE + "/chat").status()).isEqualTo(404);
        Answer set = admin.post(ACTIVE, primary("chat", "ai_server", server, ""));
        long version = set.json().path("version").asLong();
        assertThat(admin.with("If-Match", "\"" + (version + 1) + "\"")
                        .delete(ACTIVE + "/chat")
                        .status())
                .isEqualTo(412);
        assertThat(admin.delete(ACTIVE + "/chat").status()).isEqualTo(204);
        assertThat(admin.get(ACTIVE + "/chat").status()).isEqualTo(404);
        assertThat(admin.get(ACTIVE).json().has("chat")).isFalse();
        assertThat(admin.get(ACTIVE + "/chat/export?format=litellm").status()).isEqualTo(404);
        Answer again = admin.post(ACTIVE, primary("chat", "ai_server", server, ""));
        assertThat(again.json().path("version").asLong()).isEqualTo(version + 2);
    }

    @Test
    void theServiceTellsItsHealth() {
        Answer answer = admin.get(CONFIG + "/health");
        assertThat(answer.text()).contains("\"status\":\"healthy\"").contains("\"service\":\"LLM Configuration API\"");
    }

    private static String fallback(String type, long id) {
        return ", \"fallback_provider_type\": \"" + type + "\", \"fallback_provider_id\": " + id;
    }
}
