package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints beside chat take the same way, each with its own purpose and its own look at request and answer. */
class EndpointsTest {

    private static final String EMBEDDED =
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":\"AACAPw==\"}],\"x\":1.0}";
    private static final String RANKED = "{\"id\":\"r\",\"results\":[{\"index\":1,\"relevance_score\":0.9}]}";
    private static final String COMPLETED =
            "{\"choices\":[{\"index\":0,\"text\":\"hello\",\"finish_reason\":\"stop\"}]}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start();

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/api/v1/llm/embeddings"})
    void embeddings(String path) {
        gateway.routes(server(3, upstream.will(json(EMBEDDED)).baseUrl()));

        var reply = post(path, "{\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\",\"model\":\"default\"}");

        assertThat(reply.body()).isEqualTo(EMBEDDED);
        assertThat(upstream.asked.getFirst().path()).isEqualTo("/v1/embeddings");
        assertThat(upstream.asked.getFirst().text())
                .isEqualTo("{\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\",\"model\":\"upstream-model\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rerank", "/api/v1/llm/rerank"})
    void reranking(String path) {
        gateway.routes(server(3, upstream.will(json(RANKED)).baseUrl()));

        var reply = post(path, "{\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"}],\"top_n\":1}");

        assertThat(reply.body()).isEqualTo(RANKED);
        assertThat(upstream.asked.getFirst().path()).isEqualTo("/v1/rerank");
    }

    @Test
    void completionsInOnePieceAndStreamed() {
        gateway.routes(server(3, upstream.will(json(COMPLETED)).baseUrl()));
        assertThat(post("/v1/completions", "{\"prompt\":\"say\"}").body()).isEqualTo(COMPLETED);

        String event = "data: " + COMPLETED + "\n\n";
        upstream.will(FakeUpstream.sse(event, DONE));
        assertThat(post("/v1/completions", "{\"prompt\":[1,2],\"stream\":true}").body())
                .isEqualTo(event + DONE);
        assertThat(upstream.asked).allSatisfy(asked -> assertThat(asked.path()).isEqualTo("/v1/completions"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/embeddings|{}|input",
                "/v1/embeddings|{\"input\":7}|input",
                "/v1/embeddings|{\"input\":\"a\",\"stream\":true}|stream",
                "/v1/completions|{\"messages\":[]}|prompt",
                "/v1/rerank|{\"documents\":[]}|query",
                "/v1/rerank|{\"query\":\"q\"}|documents",
                "/v1/rerank|{\"query\":[],\"documents\":[]}|query",
                "/v1/rerank|{\"query\":\"q\",\"documents\":\"d\"}|documents"
            })
    void refusesWhatTheEndpointCanNotTake(String path, String body, String param) {
        gateway.routes(server(3, upstream.baseUrl()));

        var reply = post(path, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("param").asString()).isEqualTo(param);
        assertThat(upstream.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/v1/rerank"})
    void anotherEndpointsAnswerIsNone(String path) {
        gateway.routes(server(3, upstream.will(json(COMPLETED)).baseUrl()));

        assertThat(post(path, "{\"input\":\"a\",\"query\":\"q\",\"documents\":[]}")
                        .code())
                .isEqualTo("upstream_malformed_answer");
    }

    @Test
    void listsWhatTheActiveProvidersHave() {
        upstream.will(json("{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"));
        try (FakeUpstream silent = new FakeUpstream()) {
            silent.will(FakeUpstream.status(500, "{}"));
            gateway.routes(server(3, upstream.baseUrl()), server(4, silent.baseUrl()));

            var reply = gateway.send(gateway.request("/v1/models").GET().build());

            assertThat(reply.status()).isEqualTo(200);
            var list = JsonMapper.shared().readTree(reply.body());
            assertThat(list.path("object").asString()).isEqualTo("list");
            assertThat(list.path("data")
                            .valueStream()
                            .map(model -> model.path("id").asString()))
                    .containsExactly("a", "b", "default", "upstream-model");
            assertThat(list.path("data").path(0).path("owned_by").asString()).isEqualTo("ai_server/3");
        }
    }

    @Test
    void modelsAreOnlyRead() {
        assertThat(post("/v1/models", "{}").status()).isEqualTo(405);
    }

    private Reply post(String path, String body) {
        return gateway.send(
                gateway.request(path).POST(BodyPublishers.ofString(body)).build());
    }
}
