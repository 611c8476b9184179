package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error in a stream's first event means the same to the decision table whichever API the client speaks. */
class TranslatedErrorsTest {

    private static final String ASKS =
            "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final FakeUpstream provider = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start();

    @AfterEach
    void close() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'code':401,'message':'x'}                                  | 502 | credential_refused
            {'code':402,'message':'x'}                                  | 502 | no_funds
            {'code':429,'message':'x'}                                  | 429 | rate_limited
            {'code':503,'message':'x'}                                  | 503 | overloaded
            {'code':'insufficient_quota','message':'x'}                 | 502 | no_funds
            {'type':'insufficient_quota','code':429,'message':'x'}      | 502 | no_funds
            {'code':'invalid_api_key','message':'x'}                    | 502 | credential_refused
            {'code':'context_length_exceeded','message':'x'}            | 413 | request_too_large
            {'code':'rate_limit_exceeded','message':'x'}                | 429 | rate_limited
            {'code':500,'message':'x'}                                  | 502 | error_in_answer""")
    void toAnAnthropicClient(String error, int status, String failure) {
        provider.will(sse(ROLE, "data: {\"error\":" + error.replace('\'', '"') + "}\n\n"));
        gateway.routes(server(1, provider.baseUrl()));

        var translated = gateway.send(gateway.request("/v1/messages")
                .POST(BodyPublishers.ofString(ASKS))
                .build());
        gateway.routes(server(2, provider.baseUrl()));
        var passedOn = gateway.chat(ASKS);

        assertThat(translated.header("x-signalbox-attempts")).isEqualTo("ai_server/1=" + failure);
        assertThat(passedOn.header("x-signalbox-attempts")).isEqualTo("ai_server/2=" + failure);
        assertThat(translated.status()).isEqualTo(passedOn.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "authentication_error,502,credential_refused",
        "billing_error,502,no_funds",
        "rate_limit_error,429,rate_limited",
        "overloaded_error,503,overloaded",
        "request_too_large,413,request_too_large",
        "api_error,502,error_in_answer"
    })
    void fromAnthropic(String type, int status, String failure) {
        provider.will(sse("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type
                + "\",\"message\":\"x\"}}\n\n"));
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(provider.baseUrl(), "anthropic", List.of())))
                .routes(apiKey(1, "acme"));

        var reply = gateway.chat(ASKS);

        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("api_key/1=" + failure);
        assertThat(reply.status()).isEqualTo(status);
    }
}
