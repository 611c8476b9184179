package dev.signalbox.app.contract;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.Map;
import java.util.UUID;

/** Tokens of a node, and what they are good for at it. */
final class TokenFixtures {

    static final String TOKENS = "/api/v1/admin/tokens";
    static final String SERVERS = Http.CONFIG + "/servers";

    private TokenFixtures() {}

    /** @param rest of its fields, behind the name */
    static Answer issue(TestNode node, String rest) {
        return node.admin().post(TOKENS, "{\"name\":\"" + UUID.randomUUID() + "\"," + rest + "}");
    }

    static String token(Answer answer) {
        return answer.json().path("token").asString();
    }

    static Http with(int port, String token) {
        return new Http(port, Map.of("Authorization", "Bearer " + token));
    }

    /** The data plane's answer to it. */
    static int models(TestNode at, String token) {
        return with(at.dataPort(), token).get("/v1/models").status();
    }

    /** The control plane's. */
    static int servers(TestNode at, String token) {
        return with(at.controlPort(), token).get(SERVERS).status();
    }
}
