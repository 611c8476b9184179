package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestoreIT extends Restoring {

    @Test
    void oneServerBecomesWhatItWasAndTheEventsSaySo() {
        long id = newServer(admin, ", \"model_path\": \"before\"");
        long other = newServer(admin);
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"model_path\": \"after\", \"enabled\": false, \"metadata\": {\"a\": 1}}");
        put(SERVERS + "/" + other, "{\"model_path\": \"stays\"}");

        Answer answer = restore(then, server(id));

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.json().path("not_restored")).isEmpty();
        assertThat(texts(answer.json().path("commands"), "command")).containsExactly("UpdateServer");
        assertThat(texts(answer.json().path("commands").path(0).path("fields"), ""))
                .hasSize(3);
        assertThat(answer.header("X-Config-Revision")).isEqualTo("" + NODE.events());
        JsonNode restored = get(SERVERS + "/" + id);
        assertThat(restored.path("model_path").asString()).isEqualTo("before");
        assertThat(restored.path("enabled").asBoolean()).isTrue();
        assertThat(restored.path("metadata")).isEmpty();
        assertThat(get(SERVERS + "/" + other).path("model_path").asString()).isEqualTo("stays");
        JsonNode newest = get(CONFIG + "/history?limit=1").path("items").path(0);
        assertThat(newest.path("restored_from").asString()).isEqualTo("" + then);
        assertThat(newest.path("user").asString()).isEqualTo("admin");
        JsonNode audited = get(CONFIG + "/audit?operation=RestoreConfiguration&outcome=done&limit=1");
        assertThat(audited.path("items").path(0).path("detail").asString())
                .isEqualTo("to position " + then + ": 1 commands, 0 things not restored");
    }

    @Test
    void aDryRunTellsAndChangesNothing() {
        long id = newServer(admin);
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"api_key\": \"sk-entered-since-01\", \"model_path\": \"m\"}");
        long head = NODE.events();
        long secrets = secrets();

        Answer plan = restore(then, server(id) + ", \"dry_run\": true, \"destroy_secrets\": true");

        assertThat(plan.status()).as(plan::toString).isEqualTo(200);
        assertThat(plan.json().path("dry_run").asBoolean()).isTrue();
        assertThat(plan.json().path("base_position").asLong()).isEqualTo(head);
        assertThat(NODE.events()).isEqualTo(head);
        assertThat(secrets()).isEqualTo(secrets);
        assertThat(get(SERVERS + "/" + id).path("has_api_key").asBoolean()).isTrue();

        Answer done = restore(
                then, server(id) + ", \"dry_run\": false, \"destroy_secrets\": true, \"base_position\": " + head);
        assertThat(done.json().path("commands")).isEqualTo(plan.json().path("commands"));
        assertThat(get(SERVERS + "/" + id).path("has_api_key").asBoolean()).isFalse();
        assertThat(secrets()).isEqualTo(secrets - 1);
    }

    private static long secrets() {
        return NODE.database()
                .sql("select count(*) from vault_secret")
                .query(Long.class)
                .single();
    }

    @Test
    void onePurposeGoesBack() {
        long first = newServer(admin);
        long second = newServer(admin);
        activate("chat", "ai_server", first, "");
        long then = NODE.events();
        activate("chat", "ai_server", second, "");

        assertThat(restore(then, ", \"purpose\": \"chat\"").status()).isEqualTo(200);

        assertThat(get(ACTIVE).path("chat").path("provider_id").asLong()).isEqualTo(first);
        assertThat(restore(0, ", \"purpose\": \"chat\"").status()).isEqualTo(200);
        assertThat(get(ACTIVE).path("chat").isMissingNode()
                        || get(ACTIVE).path("chat").isNull())
                .isTrue();
    }

    @Test
    void aRemovedServerComesBackUnderANewNumberAndIsActiveAgain() {
        long gone = newServer(admin, ", \"api_key\": \"sk-will-be-gone-01\"");
        String name = get(SERVERS + "/" + gone).path("name").asString();
        activate("chat", "ai_server", gone, "");
        long then = NODE.events();
        long next = newServer(admin);
        activate("chat", "ai_server", next, "");
        assertThat(admin.delete(SERVERS + "/" + gone).status()).isEqualTo(204);
        long before = NODE.events();

        Answer answer = restore(then, "");

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        JsonNode chat = get(ACTIVE).path("chat");
        assertThat(chat.path("provider").path("name").asString()).isEqualTo(name);
        assertThat(chat.path("provider_id").asLong()).isGreaterThan(next);
        assertThat(admin.get(SERVERS + "/" + next).status()).isEqualTo(404);
        assertThat(texts(answer.json().path("not_restored"), "code")).containsExactly("secret-destroyed");
        // nobody ever sees the purpose without a provider
        assertThat(NODE.database()
                        .sql("select count(*) from domain_event_entry where global_index > ?"
                                + " and payload_type like '%ActiveProviderCleared'")
                        .param(before)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aDeletedKeyIsNamedAndWhatNeedsItStaysAsItIs() {
        long key = newKey(admin);
        activate("reranking", "api_key", key, "");
        long then = NODE.events();
        long next = newKey(admin);
        activate("reranking", "api_key", next, "");
        assertThat(admin.delete(KEYS + "/" + key).status()).isEqualTo(204);

        Answer answer = restore(then, "");

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(texts(answer.json().path("not_restored"), "code"))
                .containsExactlyInAnyOrder("provider-gone", "secret-destroyed", "provider-in-use");
        assertThat(get(ACTIVE).path("reranking").path("provider_id").asLong()).isEqualTo(next);
        assertThat(admin.delete(ACTIVE + "/reranking").status()).isEqualTo(204);
    }

    @Test
    void aRotatedKeyComesBackWhileItIsNotDestroyed() {
        long key = newKey(admin);
        long then = NODE.events();
        put(KEYS + "/" + key, "{\"api_key\": \"sk-rotated-0123-NEXT\"}");
        assertThat(get(KEYS + "/" + key).path("masked_key").asString()).isEqualTo("****NEXT");

        assertThat(restore(then, key(key)).json().path("not_restored")).isEmpty();

        assertThat(get(KEYS + "/" + key).path("masked_key").asString()).isEqualTo("****WXYZ");
        NODE.database().sql("delete from vault_secret where version = 2").update();
        Answer undone = restore(NODE.events() - 1, key(key));
        assertThat(texts(undone.json().path("not_restored"), "code")).containsExactly("secret-destroyed");
        assertThat(get(KEYS + "/" + key).path("masked_key").asString()).isEqualTo("****WXYZ");
    }

    @Test
    void aCredentialNeverGoesBackToAHostThatItWasNotEnteredFor() {
        long id = newServer(admin);
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.2:9\", \"api_key\": \"sk-for-the-new-host\"}");

        Answer answer = restore(then, server(id));

        assertThat(texts(answer.json().path("not_restored"), "field")).containsExactly("base_url", "api_key");
        assertThat(get(SERVERS + "/" + id).path("base_url").asString()).isEqualTo("http://127.0.0.2:9");

        Answer harsh = restore(then, server(id) + ", \"destroy_secrets\": true");

        assertThat(harsh.json().path("not_restored")).isEmpty();
        assertThat(get(SERVERS + "/" + id).path("base_url").asString()).isEqualTo("http://127.0.0.1:9");
        assertThat(get(SERVERS + "/" + id).path("has_api_key").asBoolean()).isFalse();
    }

    @Test
    void hostAndCredentialComeBackTogether() {
        long id = newServer(admin, ", \"api_key\": \"sk-for-the-first-HOST\"");
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"base_url\": \"http://127.0.0.2:9\", \"api_key\": \"sk-for-the-new-host\"}");

        assertThat(restore(then, server(id)).json().path("not_restored")).isEmpty();

        assertThat(get(SERVERS + "/" + id).path("base_url").asString()).isEqualTo("http://127.0.0.1:9");
        assertThat(get(SERVERS + "/" + id).path("masked_api_key").asString()).isEqualTo("****HOST");
    }

    @Test
    void namesThatWereSwappedAreSwappedBack() {
        long one = newServer(admin);
        long two = newServer(admin);
        String nameOne = get(SERVERS + "/" + one).path("name").asString();
        String nameTwo = get(SERVERS + "/" + two).path("name").asString();
        long then = NODE.events();
        put(SERVERS + "/" + one, "{\"name\": \"in between\"}");
        put(SERVERS + "/" + two, "{\"name\": \"" + nameOne + "\"}");
        put(SERVERS + "/" + one, "{\"name\": \"" + nameTwo + "\"}");

        Answer answer = restore(then, "");

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(get(SERVERS + "/" + one).path("name").asString()).isEqualTo(nameOne);
        assertThat(get(SERVERS + "/" + two).path("name").asString()).isEqualTo(nameTwo);
    }

    @Test
    void aRepeatedRestoreGetsTheFirstAnswer() {
        long id = newServer(admin);
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"model_path\": \"m\"}");
        Http once = admin.with("Idempotency-Key", "restore-" + id);
        Answer first = once.post(RESTORE, "{\"position\": " + then + server(id) + "}");
        long head = NODE.events();
        Answer second = once.post(RESTORE, "{\"position\": " + then + server(id) + "}");
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(NODE.events()).isEqualTo(head);
    }
}
