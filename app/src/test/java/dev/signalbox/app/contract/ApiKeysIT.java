package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.key;
import static dev.signalbox.app.contract.Fixtures.name;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import org.junit.jupiter.api.Test;

class ApiKeysIT {

    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @Test
    void addingAnswersTheKeyMaskedWithItsPlaceVersionAndRevision() {
        Answer answer = admin.post(KEYS, key(", \"metadata\": {\"team\": \"a\"}"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(KEYS + "/" + answer.id());
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("X-Config-Revision")).isEqualTo("" + node.events());
        var json = answer.json();
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "provider",
                        "key_name",
                        "masked_key",
                        "enabled",
                        "use_for_ops_center",
                        "metadata",
                        "last_used",
                        "requests_count",
                        "tokens_used",
                        "cost_usd",
                        "verdict",
                        "verdict_message",
                        "last_checked",
                        "created_by",
                        "created_at",
                        "updated_at",
                        "version");
        assertThat(json.path("masked_key").asString()).isEqualTo("****WXYZ");
        assertThat(json.path("enabled").asBoolean()).isTrue();
        assertThat(json.path("use_for_ops_center").asBoolean()).isFalse();
        assertThat(json.path("requests_count").asLong()).isZero();
        assertThat(answer.text()).contains("\"cost_usd\":0.0000").doesNotContain("sk-0123456789");
        assertThat(admin.get(KEYS + "/" + answer.id()).json()).isEqualTo(json);
        assertThat(admin.get(KEYS).json().get(0)).isEqualTo(json);
    }

    @Test
    void anUpdateKeepsWhatIsAbsentAndRotatesByApiKey() {
        long id = newKey(admin);
        Answer updated = admin.put(KEYS + "/" + id, "{\"use_for_ops_center\": true}");
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.json().path("masked_key").asString()).isEqualTo("****WXYZ");
        assertThat(updated.header("ETag")).isEqualTo("\"2\"");
        Answer rotated = admin.put(KEYS + "/" + id, "{\"api_key\": \"sk-rotated-secret-4321\"}");
        assertThat(rotated.json().path("masked_key").asString()).isEqualTo("****4321");
        assertThat(rotated.json().path("version").asLong()).isEqualTo(3);
        assertThat(rotated.json().path("use_for_ops_center").asBoolean()).isTrue();
    }

    @Test
    void aRotationHonoursIfMatchAndTellsBothChangesInOne() {
        long id = newKey(admin);
        assertThat(admin.with("If-Match", "\"9\"")
                        .put(KEYS + "/" + id, "{\"api_key\": \"sk-rotated-secret-4321\"}")
                        .status())
                .isEqualTo(412);
        Answer both = admin.with("If-Match", "\"1\"")
                .put(KEYS + "/" + id, "{\"enabled\": false, \"api_key\": \"sk-rotated-secret-4321\"}");
        assertThat(both.status()).isEqualTo(200);
        assertThat(both.json().path("enabled").asBoolean()).isFalse();
        assertThat(both.json().path("masked_key").asString()).isEqualTo("****4321");
    }

    @Test
    void theVendorIsNotUpdatable() {
        Answer answer = admin.put(KEYS + "/" + newKey(admin), "{\"provider\": \"groq\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongFields()).containsExactly("provider");
    }

    @Test
    void onlyVendorsOfTheCatalogueAreTaken() {
        Answer answer = admin.post(KEYS, key("").replace("openai", "no-such-vendor"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongFields()).containsExactly("provider");
        assertThat(answer.detail()).contains("openrouter");
    }

    @Test
    void aNameIsTakenOncePerVendor() {
        String name = name();
        String body = "{\"provider\": \"openai\", \"key_name\": \"" + name + "\", \"api_key\": \"sk-0123456789-WXYZ\"}";
        assertThat(admin.post(KEYS, body).status()).isEqualTo(201);
        Answer again = admin.post(KEYS, body);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("name-taken");
        assertThat(admin.post(KEYS, body.replace("openai", "groq")).status()).isEqualTo(201);
    }

    @Test
    void theDisabledAreLeftOutWhenAskedSo() {
        long id = newKey(admin);
        admin.put(KEYS + "/" + id, "{\"enabled\": false}");
        assertThat(admin.get(KEYS + "?enabled_only=true").text()).doesNotContain("\"id\":" + id + ",");
        assertThat(admin.get(KEYS).text()).contains("\"id\":" + id + ",");
    }

    @Test
    void unknownKeysAreNotFoundByAnyCall() {
        assertThat(admin.get(KEYS + "/999999").status()).isEqualTo(404);
        assertThat(admin.put(KEYS + "/999999", "{\"key_name\": \"x\"}").status())
                .isEqualTo(404);
        assertThat(admin.put(KEYS + "/999999", "{\"api_key\": \"sk-0123456789\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.delete(KEYS + "/999999").status()).isEqualTo(404);
        assertThat(admin.post(KEYS + "/999999/test", null).status()).isEqualTo(404);
    }

    @Test
    void aKeyInUseIsNeitherDeletedNorDisabled() {
        long id = newKey(admin);
        long server = newServer(admin, ", \"use_for_reranking\": true");
        admin.post(
                ACTIVE,
                primary(
                        "reranking",
                        "ai_server",
                        server,
                        ", \"fallbacks\": [{\"provider_type\": \"api_key\", \"provider_id\": " + id + "}]"));
        Answer deleted = admin.delete(KEYS + "/" + id);
        assertThat(deleted.status()).isEqualTo(409);
        assertThat(deleted.detail()).contains("reranking");
        assertThat(admin.put(KEYS + "/" + id, "{\"enabled\": false}").status()).isEqualTo(409);
        admin.delete(ACTIVE + "/reranking");
        assertThat(admin.delete(KEYS + "/" + id).status()).isEqualTo(204);
    }
}
