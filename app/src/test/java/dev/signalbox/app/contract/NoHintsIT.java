package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.newKey;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.TokenFixtures.issue;
import static dev.signalbox.app.contract.TokenFixtures.token;
import static dev.signalbox.app.contract.Visitor.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import dev.signalbox.app.contract.Visitor.Reply;
import dev.signalbox.app.resilience.FakeOpenAi;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not see a thing does not learn from the answer whether it is there, on neither port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoHintsIT {

    private static final String THERE = "8472563";
    private static final String NOT_THERE = "8472599";

    private final FakeOpenAi upstream = new FakeOpenAi("secret");
    private TestNode node;
    private String auditor;
    private String scoped;
    private List<String> paths;

    @BeforeAll
    void start() {
        node = TestNode.start();
        Http admin = node.admin();
        // the numbers are as long as each other, so that the answers may be compared to the letter
        node.database()
                .sql("select setval('server_id_seq', 8472562), setval('api_key_id_seq', 8472562)"
                        + ", setval('token_id_seq', 8472562)")
                .query()
                .singleRow();
        assertThat(newServer(admin)).hasToString(THERE);
        assertThat(newKey(admin)).hasToString(THERE);
        assertThat(issue(node, "\"roles\":[\"inference\"]").id()).hasToString(THERE);
        auditor = token(issue(node, "\"roles\":[\"auditor\"]"));
        scoped = token(issue(node, "\"roles\":[\"inference\"],\"models\":[\"small\"]"));
        paths = List.of(
                Http.CONFIG + "/servers/", Http.CONFIG + "/api-keys/", TokenFixtures.TOKENS + "/", "/api/v1/nothing/");
        long server = admin.post(
                        Http.CONFIG + "/servers",
                        "{\"name\":\"chat\",\"server_type\":\"openai-compatible\",\"use_for_chat\":true,\"base_url\":\""
                                + upstream.baseUrl() + "\"}")
                .id();
        admin.post(
                Http.CONFIG + "/active",
                "{\"purpose\":\"chat\",\"provider_type\":\"ai_server\",\"provider_id\":" + server + "}");
    }

    @AfterAll
    void stop() {
        node.close();
        upstream.close();
    }

    /** Without the one thing in it that the asker has said. */
    private static String answer(Reply reply) {
        return reply.status() + reply.body().replace(NOT_THERE, THERE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", TestNode.ROUTER_TOKEN, TestNode.INFERENCE_TOKEN})
    void strangersAndThoseWithoutTheRole(String token) {
        Visitor visitor = new Visitor();
        String headers = token.isEmpty() ? "" : bearer(token);
        for (String path : paths) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                Reply there = visitor.send(node.controlPort(), method + " " + path + THERE, headers);
                Reply not = visitor.send(node.controlPort(), method + " " + path + NOT_THERE, headers);
                assertThat(there.status()).isIn(401, 403);
                assertThat(answer(not)).isEqualTo(answer(there));
            }
        }
    }

    @Test
    void whoMayOnlyReadDoesNotLearnItByTryingToWrite() {
        Visitor visitor = new Visitor();
        for (String path : paths) {
            Reply there = visitor.send(node.controlPort(), "DELETE " + path + THERE, bearer(auditor));
            Reply not = visitor.send(node.controlPort(), "DELETE " + path + NOT_THERE, bearer(auditor));
            there.assertProblem(403, "forbidden");
            assertThat(answer(not)).isEqualTo(answer(there));
        }
    }

    @Test
    void modelsAndPathsOfTheDataPlane() {
        Visitor visitor = new Visitor();
        Reply stranger = visitor.send(node.dataPort(), "GET /v1/models/secret-model", "");
        Reply operator = visitor.send(node.dataPort(), "GET /v1/models/secret-model", bearer(auditor));
        stranger.assertOpenAi(401, "invalid_api_key");
        operator.assertOpenAi(403, "permission_denied");
        for (String path : List.of("/v1/models/other-model", "/v1/models", "/v1/nothing", "/v1/chat/completions")) {
            assertThat(answer(visitor.send(node.dataPort(), "GET " + path, ""))).isEqualTo(answer(stranger));
            assertThat(answer(visitor.send(node.dataPort(), "GET " + path, bearer(auditor))))
                    .isEqualTo(answer(operator));
        }
    }

    @Test
    void modelsThatATokenIsNotFor() {
        assertThat(TokenFixtures.with(node.dataPort(), TestNode.INFERENCE_TOKEN)
                        .get("/v1/models/secret-model")
                        .status())
                .isEqualTo(200);
        Http client = TokenFixtures.with(node.dataPort(), scoped);
        var there = client.get("/v1/models/secret-model");
        var not = client.get("/v1/models/absent-model");
        assertThat(there.status()).isEqualTo(404);
        assertThat(not.text().replace("absent", "secret")).isEqualTo(there.text());
        String chat = "{\"messages\":[],\"model\":\"%s-model\"}";
        var refused = client.post("/v1/chat/completions", chat.formatted("secret"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(client.post("/v1/chat/completions", chat.formatted("absent")).text())
                .isEqualTo(refused.text());
    }
}
