package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.primary;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every write has its entry, with who, what and the values before and after, when its answer is read. */
class AuditIT {

    private final TestNode node = TestNode.shared();
    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final Http admin = node.admin()
            .with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
            .with("User-Agent", "audit-test");

    @Test
    void aChangeTellsWhoDidWhatToWhichFields() {
        long id = newServer(node.admin(), ", \"model_path\": \"old\"");
        Answer answer = admin.put(SERVERS + "/" + id, "{\"model_path\": \"new\"}");
        JsonNode entry = onlyEntry();
        assertThat(entry.path("user").asString()).isEqualTo("admin");
        assertThat(entry.path("authentication").asString()).isEqualTo("token");
        assertThat(entry.path("request_id").asString()).isEqualTo(trace).isEqualTo(answer.header("X-Request-Id"));
        assertThat(entry.path("client_address").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.path("user_agent").asString()).isEqualTo("audit-test");
        assertThat(entry.path("action").asString()).isEqualTo("update_server");
        assertThat(entry.path("entity_id").asString()).isEqualTo("" + id);
        assertThat(entry.path("outcome").asString()).isEqualTo("done");
        assertThat(entry.path("position").asString()).isEqualTo(answer.header("X-Config-Revision"));
        assertThat(entry.path("changes").toString())
                .isEqualTo("{\"model_path\":{\"before\":\"old\",\"after\":\"new\"}}");
    }

    @Test
    void everyKindOfWriteHasItsEntry() {
        long server = admin.post(SERVERS, server("")).id();
        admin.put(SERVERS + "/" + server, "{\"enabled\": false}");
        admin.put(SERVERS + "/" + server, "{\"enabled\": true, \"api_key\": \"sk-server-secret-9876\"}");
        long key = newKey(admin);
        admin.put(KEYS + "/" + key, "{\"use_for_ops_center\": true}");
        admin.put(KEYS + "/" + key, "{\"api_key\": \"sk-rotated-secret-4321\"}");
        admin.post(ACTIVE, primary("chat", "ai_server", server, ""));
        admin.delete(ACTIVE + "/chat");
        admin.delete(KEYS + "/" + key);
        admin.delete(SERVERS + "/" + server);
        JsonNode entries = entries();
        assertThat(entries.findValuesAsString("action"))
                .containsExactly(
                        "delete_server",
                        "delete_key",
                        "clear_active",
                        "set_active",
                        "rotate_key",
                        "update_key",
                        "add_key",
                        "enable_server",
                        "update_server",
                        "disable_server",
                        "add_server");
        assertThat(entries.toString())
                .doesNotContain("sk-")
                .doesNotContain("4321\"")
                .contains("fingerprint");
    }

    @Test
    void whatWasRefusedIsOnRecordToo() {
        long id = newServer(node.admin());
        admin.with("If-Match", "\"7\"").put(SERVERS + "/" + id, "{\"enabled\": false}");
        JsonNode entry = onlyEntry();
        assertThat(entry.path("outcome").asString()).isEqualTo("refused");
        assertThat(entry.path("error_code").asString()).isEqualTo("stale-version");
        assertThat(entry.path("entity_id").asString()).isEqualTo("" + id);
        assertThat(entry.path("user").asString()).isEqualTo("admin");
        assertThat(entry.path("position").isNull()).isTrue();
    }

    @Test
    void aRefusalNeverQuotesTheCredential() {
        long id = newServer(node.admin(), ", \"api_key\": \"sk-server-secret-9876\"");
        admin.put(SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.1:10\"}");
        admin.put(SERVERS + "/999999", "{\"api_key\": \"sk-server-secret-9876\"}");
        assertThat(entries().findValuesAsString("error_code")).containsExactly("not-found", "credential-bound-to-host");
        assertThat(entries().toString()).doesNotContain("sk-server");
    }

    private JsonNode onlyEntry() {
        JsonNode entries = entries();
        assertThat(entries.size()).as(entries::toString).isEqualTo(1);
        return entries.get(0);
    }

    private JsonNode entries() {
        return node.admin().get(CONFIG + "/audit?request_id=" + trace).json().path("items");
    }
}
