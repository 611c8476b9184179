package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.name;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersIT {

    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @Test
    void registeringAnswersTheServerWithItsPlaceVersionAndRevision() {
        String name = name();
        Answer answer = admin.post(SERVERS, """
                {"name": "%s", "server_type": "vllm", "base_url": "http://127.0.0.1:9/v1/", "api_key": "sk-server-secret-9876",
                 "model_path": "meta/llama", "use_for_chat": true, "metadata": {"rack": 7}}""".formatted(name));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(SERVERS + "/" + answer.id());
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("X-Config-Revision")).isEqualTo("" + node.events());
        assertThat(answer.header("X-Config-Applied")).isNull();
        var json = answer.json();
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "server_type",
                        "base_url",
                        "model_path",
                        "enabled",
                        "use_for_chat",
                        "use_for_embeddings",
                        "use_for_reranking",
                        "metadata",
                        "has_api_key",
                        "masked_api_key",
                        "health_status",
                        "last_health_check",
                        "health_message",
                        "created_by",
                        "created_at",
                        "updated_at",
                        "version");
        assertThat(json.path("name").asString()).isEqualTo(name);
        assertThat(json.path("base_url").asString()).isEqualTo("http://127.0.0.1:9");
        assertThat(json.path("enabled").asBoolean()).isTrue();
        assertThat(json.path("use_for_embeddings").asBoolean()).isFalse();
        assertThat(json.path("metadata").path("rack").asInt()).isEqualTo(7);
        assertThat(json.path("has_api_key").asBoolean()).isTrue();
        assertThat(json.path("masked_api_key").asString()).isEqualTo("****9876");
        assertThat(json.path("health_status").asString()).isEqualTo("unknown");
        assertThat(json.path("last_health_check").isNull()).isTrue();
        assertThat(json.path("created_by").asString()).isEqualTo("admin");
        assertThat(Instant.parse(json.path("created_at").asString()))
                .isEqualTo(Instant.parse(json.path("updated_at").asString()));
        assertThat(admin.get(SERVERS + "/" + answer.id()).json()).isEqualTo(json);
    }

    @Test
    void aShortCredentialShowsNothingOfItself() {
        Answer answer = admin.post(SERVERS, server(", \"api_key\": \"short-key-1\""));
        assertThat(answer.json().path("masked_api_key").asString()).isEqualTo("****");
    }

    @Test
    void whatWasWrittenIsReadAtOnce() {
        for (int i = 0; i < 10; i++) {
            long id = newServer(admin);
            assertThat(admin.get(SERVERS + "/" + id).status()).isEqualTo(200);
            String name = name();
            admin.put(SERVERS + "/" + id, "{\"name\": \"" + name + "\"}");
            assertThat(admin.get(SERVERS).json().get(0).path("name").asString()).isEqualTo(name);
            admin.delete(SERVERS + "/" + id);
            assertThat(admin.get(SERVERS + "/" + id).status()).isEqualTo(404);
        }
    }

    @Test
    void theListIsNewestFirstAndCanLeaveOutTheDisabled() {
        long first = newServer(admin);
        long disabled = newServer(admin, ", \"enabled\": false");
        long last = newServer(admin);
        assertThat(ids(admin.get(SERVERS)))
                .containsSubsequence(last, disabled, first)
                .startsWith(last);
        assertThat(ids(admin.get(SERVERS + "?enabled_only=true")))
                .containsSubsequence(last, first)
                .doesNotContain(disabled);
    }

    @Test
    void aReadCanWaitForAPosition() {
        String revision = admin.post(SERVERS, server("")).header("X-Config-Revision");
        Answer answer = admin.get(SERVERS + "?min_position=" + revision);
        assertThat(answer.header("X-Config-Applied")).isNull();
        assertThat(Long.parseLong(String.valueOf(answer.header("X-Config-Revision"))))
                .isGreaterThanOrEqualTo(Long.parseLong(String.valueOf(revision)));
        assertThat(admin.get(SERVERS + "?min_position=999999").header("X-Config-Applied"))
                .isEqualTo("false");
        assertThat(admin.get(SERVERS + "?min_position=x").status()).isEqualTo(400);
    }

    @Test
    void absentFieldsOfAnUpdateStayAndNullClears() {
        long id = newServer(
                admin, ", \"api_key\": \"sk-server-secret-9876\", \"model_path\": \"m\", \"metadata\": {\"a\": 1}");
        Answer kept = admin.put(SERVERS + "/" + id, "{\"use_for_embeddings\": true}");
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.header("ETag")).isEqualTo("\"2\"");
        assertThat(kept.json().path("model_path").asString()).isEqualTo("m");
        assertThat(kept.json().path("has_api_key").asBoolean()).isTrue();
        assertThat(kept.json().path("use_for_chat").asBoolean()).isTrue();
        assertThat(kept.json().path("use_for_embeddings").asBoolean()).isTrue();
        Answer cleared = admin.put(SERVERS + "/" + id, "{\"model_path\": null, \"api_key\": null, \"metadata\": null}");
        assertThat(cleared.status()).isEqualTo(200);
        assertThat(cleared.json().path("model_path").isNull()).isTrue();
        assertThat(cleared.json().path("has_api_key").asBoolean()).isFalse();
        assertThat(cleared.json().path("masked_api_key").isNull()).isTrue();
        assertThat(cleared.json().path("metadata").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "server_type", "base_url", "enabled", "use_for_chat"})
    void whatCannotBeClearedRefusesNull(String field) {
        Answer answer = admin.put(SERVERS + "/" + newServer(admin), "{\"" + field + "\": null}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongFields()).containsExactly(field);
    }

    @Test
    void anEmptyUpdateChangesNothing() {
        long id = newServer(admin);
        long before = node.events();
        Answer answer = admin.put(SERVERS + "/" + id, "{}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(node.events()).isEqualTo(before);
    }

    @Test
    void aTakenNameIsAConflictWithoutInternals() {
        String name = name();
        String body = "{\"name\": \"" + name + "\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\"}";
        admin.post(SERVERS, body);
        Answer again = admin.post(SERVERS, body);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("name-taken");
        assertThat(again.text()).doesNotContainIgnoringCase("insert").doesNotContainIgnoringCase("constraint");
        Answer renamed = admin.put(SERVERS + "/" + newServer(admin), "{\"name\": \"" + name + "\"}");
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(renamed.problem()).isEqualTo("name-taken");
    }

    @Test
    void aVllmServerNeedsItsModelPath() {
        String vllm = """
                {"name": "%s", "server_type": "vllm", "base_url": "http://127.0.0.1:9"}""".formatted(name());
        Answer answer = admin.post(SERVERS, vllm);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongFields()).containsExactly("model_path");
    }

    @Test
    void unknownServersAreNotFoundByAnyCall() {
        assertThat(admin.get(SERVERS + "/999999").status()).isEqualTo(404);
        assertThat(admin.put(SERVERS + "/999999", "{\"name\": \"x\"}").status()).isEqualTo(404);
        assertThat(admin.put(SERVERS + "/999999", "{\"api_key\": \"sk-0123456789\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.delete(SERVERS + "/999999").status()).isEqualTo(404);
        assertThat(admin.post(SERVERS + "/999999/test", null).status()).isEqualTo(404);
        assertThat(admin.get(SERVERS + "/999999/models").status()).isEqualTo(404);
    }

    @Test
    void aServerInUseIsNotRemovedAndTheRefusalNamesThePurposes() {
        long primary = newServer(admin, ", \"use_for_embeddings\": true");
        long fallback = newServer(admin);
        admin.post(ACTIVE, primary("embeddings", "ai_server", primary, ""));
        admin.post(
                ACTIVE,
                primary(
                        "chat",
                        "ai_server",
                        primary,
                        ", \"fallback_provider_type\": \"ai_server\", \"fallback_provider_id\": " + fallback));
        Answer asPrimary = admin.delete(SERVERS + "/" + primary);
        assertThat(asPrimary.status()).isEqualTo(409);
        assertThat(asPrimary.detail()).contains("chat, embeddings");
        Answer asFallback = admin.delete(SERVERS + "/" + fallback);
        assertThat(asFallback.status()).isEqualTo(409);
        assertThat(asFallback.detail()).contains("chat").doesNotContain("embeddings");
        assertThat(admin.put(SERVERS + "/" + fallback, "{\"enabled\": false}").problem())
                .isEqualTo("provider-in-use");
        assertThat(admin.put(SERVERS + "/" + primary, "{\"use_for_embeddings\": false}")
                        .status())
                .isEqualTo(409);
        admin.delete(ACTIVE + "/chat");
        admin.delete(ACTIVE + "/embeddings");
        assertThat(admin.delete(SERVERS + "/" + fallback).status()).isEqualTo(204);
        assertThat(admin.delete(SERVERS + "/" + primary).status()).isEqualTo(204);
    }

    @Test
    void onlyTheVersionThatIfMatchNamesIsChanged() {
        long id = newServer(admin);
        assertThat(admin.with("If-Match", "\"2\"")
                        .put(SERVERS + "/" + id, "{\"enabled\": false}")
                        .status())
                .isEqualTo(412);
        assertThat(admin.with("If-Match", "\"1\"")
                        .put(SERVERS + "/" + id, "{\"enabled\": false}")
                        .header("ETag"))
                .isEqualTo("\"2\"");
        assertThat(admin.with("If-Match", "\"1\"").delete(SERVERS + "/" + id).status())
                .isEqualTo(412);
        assertThat(admin.with("If-Match", "2").delete(SERVERS + "/" + id).wrongFields())
                .containsExactly("If-Match");
        assertThat(admin.with("If-Match", "*").delete(SERVERS + "/" + id).status())
                .isEqualTo(204);
    }

    private static List<Long> ids(Answer answer) {
        List<Long> ids = new ArrayList<>();
        answer.json().forEach(server -> ids.add(server.path("id").asLong()));
        return ids;
    }
}
