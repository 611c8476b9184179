package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A credential goes where it was entered for, and goes for good with what it belongs to. */
class CredentialsIT {

    private static final String WITH_KEY = ", \"api_key\": \"sk-server-secret-9876\"";
    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();

    @Test
    void aStoredCredentialIsNotTakenToAnotherHost() {
        long id = newServer(admin, WITH_KEY);
        long before = node.events();
        Answer moved = admin.put(SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.1:10\"}");
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.problem()).isEqualTo("credential-bound-to-host");
        assertThat(node.events()).isEqualTo(before);
        assertThat(admin.put(SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.1:9/other\"}")
                        .status())
                .isEqualTo(200);
        Answer both = admin.put(
                SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.1:10\", \"api_key\": \"sk-another-secret-5432\"}");
        assertThat(both.status()).isEqualTo(200);
        assertThat(both.json().path("masked_api_key").asString()).isEqualTo("****5432");
        assertThat(node.database()
                        .sql("select origins::text from vault_secret where secret_id = ? order by version desc limit 1")
                        .param(secretOf("ai_server", id))
                        .query(String.class)
                        .single())
                .contains("127.0.0.1:10");
    }

    @Test
    void movingACredentialAndClearingItAtOnceIsAllowed() {
        long id = newServer(admin, WITH_KEY);
        UUID secret = secretOf("ai_server", id);
        Answer answer = admin.put(SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.1:10\", \"api_key\": null}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("has_api_key").asBoolean()).isFalse();
        assertThat(versionsOf(secret)).isZero();
    }

    @Test
    void aRefusedWriteLeavesNoSecret() {
        long before = secrets();
        String name = Fixtures.name();
        String body = "{\"name\": \"" + name + "\", \"server_type\": \"ollama\", \"base_url\": \"http://127.0.0.1:9\""
                + WITH_KEY + "}";
        assertThat(admin.post(SERVERS, body).status()).isEqualTo(201);
        assertThat(admin.post(SERVERS, body).status()).isEqualTo(409);
        assertThat(secrets()).isEqualTo(before + 1);
    }

    @Test
    void aDeletedProvidersSecretIsDestroyed() {
        long server = newServer(admin, WITH_KEY);
        long key = newKey(admin);
        UUID ofServer = secretOf("ai_server", server);
        UUID ofKey = secretOf("api_key", key);
        admin.put(KEYS + "/" + key, "{\"api_key\": \"sk-rotated-secret-1\"}");
        assertThat(versionsOf(ofServer)).isEqualTo(1);
        assertThat(versionsOf(ofKey)).isEqualTo(2);
        assertThat(admin.delete(SERVERS + "/" + server).status()).isEqualTo(204);
        assertThat(admin.delete(KEYS + "/" + key).status()).isEqualTo(204);
        assertThat(versionsOf(ofServer)).isZero();
        assertThat(versionsOf(ofKey)).isZero();
    }

    private UUID secretOf(String type, long id) {
        return node.database()
                .sql("select secret_id from provider where provider_type = ? and provider_id = ?")
                .params(type, id)
                .query(UUID.class)
                .single();
    }

    private long versionsOf(UUID secret) {
        return node.database()
                .sql("select count(*) from vault_secret where secret_id = ?")
                .param(secret)
                .query(Long.class)
                .single();
    }

    private long secrets() {
        return node.database()
                .sql("select count(*) from vault_secret")
                .query(Long.class)
                .single();
    }
}
