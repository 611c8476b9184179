package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RestoreRefusedIT extends Restoring {

    @Test
    void aPlanThatIsOutOfDateIsRefused() {
        long id = newServer(admin);
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"model_path\": \"m\"}");
        Answer answer = restore(then, server(id) + ", \"base_position\": " + then);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("changed-meanwhile");
    }

    @Test
    void aNameThatWasTakenSinceIsNamedAndNothingChanges() {
        long id = newServer(admin);
        String name = get(SERVERS + "/" + id).path("name").asString();
        long then = NODE.events();
        put(SERVERS + "/" + id, "{\"name\": \"renamed " + id + "\"}");
        long other = newServer(admin);
        put(SERVERS + "/" + other, "{\"name\": \"" + name + "\"}");
        long head = NODE.events();

        Answer plan = restore(then, server(id) + ", \"dry_run\": true");
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json().path("refused").path("code").asString()).isEqualTo("name-taken");

        Answer answer = restore(then, server(id));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("name-taken");
        assertThat(answer.detail()).startsWith("Nothing is restored: UpdateServer for server " + name);
        assertThat(NODE.events()).isEqualTo(head);
    }

    @Test
    void aRuleOfTodayRefusesTheWholeRestore() {
        long id = newServer(admin);
        activate("embeddings", "api_key", newKey(admin), "");
        put(SERVERS + "/" + id, "{\"use_for_embeddings\": true}");
        activate("embeddings", "ai_server", id, "");
        long then = NODE.events();
        assertThat(admin.delete(ACTIVE + "/embeddings").status()).isEqualTo(204);
        put(SERVERS + "/" + id, "{\"use_for_embeddings\": false}");
        long head = NODE.events();

        Answer answer = restore(then, ", \"purpose\": \"embeddings\"");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("purpose-not-marked");
        assertThat(answer.detail()).startsWith("Nothing is restored: SetActiveProvider for active_provider embeddings");
        assertThat(NODE.events()).isEqualTo(head);
        JsonNode audited = get(CONFIG + "/audit?operation=RestoreConfiguration&outcome=refused&limit=1");
        assertThat(audited.path("items").path(0).path("entity_id").asString()).isEqualTo("embeddings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"position\": 100000000} | 422 | is not known yet: the newest position is",
                "{\"position\": -1} | 422 | position",
                "{\"dry_run\": true} | 422 | position",
                "{\"position\": \"yesterday\"} | 422 | position",
                "{\"position\": 1, \"entity_type\": \"vendor\"} | 422 | must be server, api_key or active_provider",
                "{\"position\": 1, \"entity_id\": \"1\"} | 422 | needs entity_type beside it",
                "{\"position\": 1, \"entity_type\": \"server\"} | 422 | must be the number",
                "{\"position\": 1, \"entity_type\": \"server\", \"entity_id\": \"x\"} | 422 | must be the number",
                "{\"position\": 1, \"entity_type\": \"server\", \"entity_id\": \"999999\"} | 404 | neither now nor then",
                "{\"position\": 1, \"purpose\": \"cooking\"} | 422 | must be chat, embeddings or reranking",
                "{\"position\": 1, \"purpose\": \"chat\", \"entity_id\": \"1\"} | 422 | stands for itself",
                "{\"position\": 1, \"unknown\": true} | 422 | unknown",
            })
    void whatCantBeMeantIsRefused(String body, int status, String detail) {
        newServer(admin);
        long head = NODE.events();
        Answer answer = admin.post(RESTORE, body);
        assertThat(answer.status()).as(answer::toString).isEqualTo(status);
        assertThat(answer.text()).contains(detail);
        assertThat(NODE.events()).isEqualTo(head);
    }

    @Test
    void onlyAnAdminRestores() {
        assertThat(NODE.router().post(RESTORE, "{\"position\": 0}").status()).isEqualTo(403);
        assertThat(NODE.stranger().post(RESTORE, "{\"position\": 0}").status()).isEqualTo(401);
    }
}
