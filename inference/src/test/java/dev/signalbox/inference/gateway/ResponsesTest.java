package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's responses pass through where the provider has them. */
class ResponsesTest {

    private static final String HI = "{\"model\":\"m\",\"input\":\"Hi\"}";
    private static final String STREAM = "{\"model\":\"m\",\"input\":[],\"stream\":true}";
    private static final String ANSWER =
            "{\"id\":\"r1\",\"object\":\"response\",\"error\":null,\"output\":[{\"type\":\"message\"}]}";
    private static final String CREATED = event("response.created", "\"response\":{\"error\":null}");
    private static final String DELTA = event("response.output_text.delta", "\"delta\":\"Hello\"");
    private static final String COMPLETED = event("response.completed", "\"response\":{}");

    private final FakeUpstream upstream = new FakeUpstream().will(json(ANSWER));
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway =
            TestGateway.start().routes(server(1, upstream.baseUrl()), server(2, fallback.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        fallback.close();
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
    }

    private Reply post(String body) {
        return gateway.send(gateway.request("/v1/responses")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void passThrough() {
        assertThat(post(HI).body()).isEqualTo(ANSWER);
        assertThat(upstream.asked.getFirst().path()).isEqualTo("/v1/responses");
        assertThat(upstream.asked.getFirst().text()).isEqualTo(HI);

        upstream.will(sse(CREATED, DELTA, COMPLETED));
        assertThat(post(STREAM).body()).isEqualTo(CREATED + DELTA + COMPLETED);
        assertThat(upstream.asked.getLast().text()).isEqualTo(STREAM);
    }

    @Test
    void failOverUpToTheFirstContentOnly() {
        fallback.will(sse(CREATED, DELTA, COMPLETED));
        upstream.will(sse(CREATED, event("response.failed", "\"response\":{}")));
        assertThat(post(STREAM).header("x-provider")).isEqualTo("ai_server/2");

        upstream.will(sse(CREATED, DELTA));
        var cut = post(STREAM);
        assertThat(cut.header("x-provider")).isEqualTo("ai_server/1");
        assertThat(cut.body())
                .startsWith(
                        CREATED + DELTA + "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_unterminated\"");
    }

    @Test
    void whereTheVendorHasNoneThatIsSaid() {
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(upstream.baseUrl(), "openai", List.of())))
                .routes(apiKey(1, "acme"));

        assertThat(post(HI).status()).isEqualTo(501);
        assertThat(post(HI).error().path("message").asString()).contains("no such endpoint");
        assertThat(upstream.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|{\"detail\":\"Not Found\"}",
                "404|404 page not found",
                "404|{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}",
                "405|{\"detail\":\"Method Not Allowed\"}"
            })
    void aProviderMaySayItselfThatItHasNone(int status, String said) {
        upstream.will(status(status, said));
        fallback.will(status(status, said));

        Reply reply = post(HI);

        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.code()).isEqualTo("upstream_dialect_unsupported");
        assertThat(fallback.asked).as("it may have some").hasSize(1);
    }

    @Test
    void aModelThatIsNotThereIsAnotherMatter() {
        upstream.will(status(404, "{\"error\":{\"message\":\"The model `m` does not exist.\",\"code\":404}}"));

        assertThat(post(HI).status()).isEqualTo(404);
        assertThat(fallback.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt\":{\"id\":\"pmpt_1\"}",
                "\"previous_response_id\":\"resp_1\"",
                "\"conversation\":\"conv_1\",\"prompt\":null"
            })
    void whatTheProviderKeepsStandsForAnInput(String kept) {
        String body = "{\"model\":\"m\"," + kept + "}";

        assertThat(post(body).body()).isEqualTo(ANSWER);
        assertThat(upstream.asked.getFirst().text()).isEqualTo(body);
    }

    @Test
    void anInputIsRequired() {
        assertThat(post("{\"model\":\"m\"}").error().path("param").asString()).isEqualTo("input");
        assertThat(upstream.asked).isEmpty();
    }
}
