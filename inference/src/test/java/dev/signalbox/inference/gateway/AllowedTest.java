package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token's scope leaves of the gateway, and how a token may be sent. */
class AllowedTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private Reply asLimited(String path, String body) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Authorization", "Bearer " + TestCallers.LIMITED)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "tiny-1"})
    void modelsOfTheScope(String model) {
        asLimited(TestGateway.CHAT, "{\"model\":\"" + model + "\"," + MESSAGES + "}");

        assertThat(upstream.asked).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"model\":\"large\",",
                "\"model\":\"tiny\",",
                "\"model\":\"default\",",
                "\"model\":\"auto\",",
                ""
            })
    void otherModels(String member) {
        var reply = asLimited(TestGateway.CHAT, "{" + member + MESSAGES + "}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("model_not_allowed");
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void otherPurposes() {
        var reply = asLimited("/v1/embeddings", "{\"model\":\"small\",\"input\":\"text\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("purpose_not_allowed");
        assertThat(upstream.asked).isEmpty();
    }

    /** A missing token and one that is for other things are not the same mistake. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/chat/completions", "/v1/nothing"})
    void tokensThatAreForOtherThingsThanRequests(String path) {
        var reply = gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Authorization", "Bearer " + TestCallers.OPERATOR)
                .build());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("permission_denied");
        assertThat(reply.error().path("type").asString()).isEqualTo("permission_error");
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void aTokenOfSomebodyElsesBesideOneOfOurs() {
        var request = HttpRequest.newBuilder(gateway.uri("/v1/models"))
                .header("anthropic-version", "2023-06-01")
                .header("Authorization", "Bearer " + TestCallers.OPERATOR);

        assertThat(gateway.send(request.copy().header("x-api-key", "sk-ant-1").build())
                        .status())
                .isEqualTo(403);
        assertThat(gateway.send(request.header("x-api-key", TestGateway.TOKEN).build())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"?access_token=x", "?API_KEY=x", "?a=b&token=", "?whatever=sbx_test"})
    void tokensInTheAddress(String query) {
        var reply = gateway.send(HttpRequest.newBuilder(URI.create(gateway.uri("/v1/models") + query))
                .header("Authorization", "Bearer " + TestGateway.TOKEN)
                .build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.error().path("message").asString()).contains("in the address");
    }

    @Test
    void twoAuthorizationHeaders() {
        var reply = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models"))
                .header("Authorization", "Bearer " + TestGateway.TOKEN)
                .header("Authorization", "Bearer " + TestGateway.TOKEN)
                .build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.error().path("message").asString()).contains("more than one");
    }
}
