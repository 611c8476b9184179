package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.gateway.AnthropicInTest.HI;
import static dev.signalbox.inference.gateway.AnthropicInTest.STREAM;
import static dev.signalbox.inference.gateway.AnthropicInTest.asAnthropic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes wrong is told to Anthropic's clients in Anthropic's shape, wherever it went wrong. */
class AnthropicErrorsTest {

    private final FakeUpstream openAi = new FakeUpstream().will(json(COMPLETION));
    private final TestGateway gateway = TestGateway.start().routes(server(1, openAi.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        openAi.close();
    }

    private Reply post(String path, String body) {
        return gateway.send(
                asAnthropic(gateway, path).POST(BodyPublishers.ofString(body)).build());
    }

    /** After a check that it has Anthropic's shape and names the request. */
    private static JsonNode error(Reply reply) {
        JsonNode root = JsonMapper.shared().readTree(reply.body());
        assertThat(root.path("type").asString()).as(reply.body()).isEqualTo("error");
        assertThat(root.path("request_id").asString())
                .isNotEmpty()
                .isEqualTo(reply.header("request-id"))
                .isEqualTo(reply.header("x-request-id"));
        assertThat(root.size()).isEqualTo(3);
        assertThat(root.path("error").path("message").asString()).isNotEmpty();
        return root.path("error");
    }

    @Test
    void aStreamThatBreaksEndsWithAnErrorEventOfAnthropics() {
        for (FakeUpstream.Behaviour breaking : List.of(
                FakeUpstream.sseThenCut(ROLE, content("a")),
                sse(ROLE, content("a")),
                sse(ROLE, content("a"), "data: {\"error\":{\"message\":\"out of memory\"}}\n\n"))) {
            openAi.will(breaking);

            String body = post("/v1/messages", STREAM).body();

            String last = body.substring(
                    body.indexOf("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","));
            assertThat(last.indexOf("\n\n")).isEqualTo(last.length() - 2);
            assertThat(body).doesNotContain("message_stop");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense,400,invalid_request_error",
        "{},400,invalid_request_error",
        "'{\"messages\":[]}',400,invalid_request_error",
        "'{\"messages\":{},\"max_tokens\":9}',400,invalid_request_error",
        "'{\"messages\":[],\"max_tokens\":\"9\"}',400,invalid_request_error",
        "'{\"messages\":[{\"role\":\"nobody\",\"content\":\"\"}],\"max_tokens\":9,\"model\":\"m\"}',400,invalid_request_error"
    })
    void badRequests(String body, int status, String type) {
        var reply = post("/v1/messages", body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(error(reply).path("type").asString()).isEqualTo(type);
        assertThat(openAi.asked).isEmpty();
    }

    @Test
    void otherRefusalsOfOurOwnHaveAnthropicsShapeToo() {
        var stranger = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/messages"))
                .header("x-api-key", "sk-ant-somebody")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(HI))
                .build());
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(error(stranger).path("type").asString()).isEqualTo("authentication_error");

        var text = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/messages"))
                .header("x-api-key", TestGateway.TOKEN)
                .header("content-type", "text/plain")
                .POST(BodyPublishers.ofString(HI))
                .build());
        assertThat(text.status()).isEqualTo(415);
        assertThat(error(text).path("type").asString()).isEqualTo("invalid_request_error");

        var large = post("/v1/messages", "{\"messages\":[\"" + "x".repeat(300_000) + "\"]}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(error(large).path("type").asString()).isEqualTo("request_too_large");

        var read = gateway.send(asAnthropic(gateway, "/v1/messages").GET().build());
        assertThat(read.status()).isEqualTo(405);
        error(read);

        var nowhere = post("/v1/messages/batches", HI);
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(error(nowhere).path("type").asString()).isEqualTo("not_found_error");

        gateway.routes();
        var none = post("/v1/messages", HI);
        assertThat(none.status()).isEqualTo(503);
        assertThat(error(none).path("type").asString()).isEqualTo("api_error");
        assertThat(openAi.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "429,429,rate_limit_error",
        "500,502,api_error",
        "404,404,not_found_error",
        "401,502,api_error",
        "503,503,overloaded_error",
        "529,503,overloaded_error"
    })
    void failuresOfTheProviderHaveAnthropicsShapeToo(int said, int status, String type) {
        openAi.will(status(said, "{\"error\":{\"message\":\"no\"}}"));

        var reply = post("/v1/messages", HI);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(error(reply).path("type").asString()).isEqualTo(type);
    }

    /** The list has one path for both APIs: who says Anthropic's version is its client. */
    @Test
    void aModelThatIsNotThere() {
        var reply =
                gateway.send(asAnthropic(gateway, "/v1/models/nothing").GET().build());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(error(reply).path("type").asString()).isEqualTo("not_found_error");
    }

    @Test
    void aKeyInThatHeaderIsGoodForAnthropicsPathsOnly() {
        var reply = gateway.send(HttpRequest.newBuilder(gateway.uri(TestGateway.CHAT))
                .header("x-api-key", TestGateway.TOKEN)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("invalid_api_key");
    }
}
