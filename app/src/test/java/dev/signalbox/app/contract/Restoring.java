package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.primary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Going back by going on; on a node of its own, for everything may become what it was. */
abstract class Restoring {

    static final String RESTORE = CONFIG + "/history/restore";
    static final TestNode NODE = TestNode.start();
    final Http admin = NODE.admin();

    Answer restore(long position, String more) {
        return admin.post(RESTORE, "{\"position\": " + position + more + "}");
    }

    static String server(long id) {
        return ", \"entity_type\": \"server\", \"entity_id\": \"" + id + "\"";
    }

    static String key(long id) {
        return ", \"entity_type\": \"api_key\", \"entity_id\": \"" + id + "\"";
    }

    JsonNode get(String path) {
        Answer answer = admin.get(path);
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return answer.json();
    }

    static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.path(field).asString()).toList();
    }

    void put(String path, String body) {
        Answer answer = admin.put(path, body);
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    }

    void activate(String purpose, String type, long id, String more) {
        Answer answer = admin.post(ACTIVE, primary(purpose, type, id, more));
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    }
}
