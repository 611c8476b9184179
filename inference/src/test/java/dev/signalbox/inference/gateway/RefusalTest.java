package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider refuses because of the request itself. */
class RefusalTest {

    private static final String PLAIN = "{\"messages\":[],\"model\":\"m\"}";

    private final FakeUpstream primary = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway =
            TestGateway.start().routes(withKey(server(1, primary.baseUrl())), server(2, fallback.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        primary.close();
        fallback.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void isTheClientsAndGoesToNoFallback(int status) {
        primary.will(
                status(
                        status,
                        "{\"error\":{\"message\":\"max_tokens is too large\",\"type\":\"t\",\"param\":\"max_tokens\",\"code\":\"c\"}}"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error().toString())
                .isEqualTo(
                        "{\"message\":\"max_tokens is too large\",\"type\":\"t\",\"param\":\"max_tokens\",\"code\":\"c\"}");
        assertThat(fallback.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"code\":400}",
                "{\"error\":{\"message\":\"too long\",\"code\":400}}",
                "{\"error\":\"too long\"}",
                "{\"detail\":\"too long\"}"
            })
    void isPutIntoOpenAisShape(String body) {
        primary.will(status(400, body));

        assertThat(gateway.chat(PLAIN).error().path("message").asString()).isEqualTo("too long");
    }

    @Test
    void namesWhatFastApiDoesNotLike() {
        primary.will(status(422, """
                {"detail":[{"type":"missing","loc":["body","messages",0,"role"],"msg":"Field required","input":{}},
                 {"type":"int_parsing","loc":["body","n"],"msg":"Input should be a valid integer"}]}"""));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.error().path("message").asString())
                .isEqualTo("body.messages.0.role: Field required; body.n: Input should be a valid integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"error\":{\"message\":\"bad key " + KEY + "\"}}"})
    void isToldInOurWordsWhenTheirsAreOfNoUse(String body) {
        primary.will(status(400, body));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.error().path("message").asString())
                .isEqualTo("The provider ai_server/1 refused the request with status 400.");
        assertThat(reply.body()).doesNotContain(KEY);
    }

    @Test
    void ofAFallbackThatDoesNotKnowTheModelIsNotTheClients() {
        primary.will(status(500, ""));
        fallback.will(status(404, "{\"error\":{\"message\":\"no such model\"}}"));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=server_error, ai_server/2=not_found");
    }
}
