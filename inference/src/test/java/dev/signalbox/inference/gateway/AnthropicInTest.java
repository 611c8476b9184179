package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Anthropic's clients: at providers that speak OpenAI's API, and at those that speak Anthropic's. */
class AnthropicInTest {

    static final String HI = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    static final String STREAM = HI.replace("{\"model\"", "{\"stream\":true,\"model\"");

    private final FakeUpstream openAi = new FakeUpstream().will(json(COMPLETION));
    private final FakeUpstream claude = new FakeUpstream().will(json(AnthropicOutTest.ANSWER));
    private final TestGateway gateway = TestGateway.start()
            .vendors(InferenceFixtures.catalogue(
                    "acme", InferenceFixtures.vendor(claude.baseUrl(), "anthropic", List.of())))
            .routes(server(1, openAi.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        openAi.close();
        claude.close();
    }

    static HttpRequest.Builder asAnthropic(TestGateway gateway, String path) {
        return HttpRequest.newBuilder(gateway.uri(path))
                .header("x-api-key", TestGateway.TOKEN)
                .header("anthropic-version", "2023-06-01")
                .header("content-type", "application/json");
    }

    private Reply post(String path, String body) {
        return gateway.send(
                asAnthropic(gateway, path).POST(BodyPublishers.ofString(body)).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/messages?beta=true", "/api/v1/llm/messages"})
    void aPlainAnswerOfAnOpenAiProvider(String path) {
        var reply = post(path, HI);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var message = JsonMapper.shared().readTree(reply.body());
        assertThat(message.at("/content/0/text").asString()).isEqualTo("hello");
        assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
        var asked = openAi.asked.getFirst();
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.headers().contains("x-api-key")).isFalse();
        assertThat(asked.headers().contains("anthropic-version")).isFalse();
    }

    @Test
    void aStreamOfAnOpenAiProvider() {
        openAi.will(sse(ROLE, content("a"), content("b"), DONE));

        var reply = post("/v1/messages", STREAM);

        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.body())
                .startsWith("event: message_start\n")
                .contains("{\"type\":\"text_delta\",\"text\":\"b\"}")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        assertThat(openAi.asked.getFirst().text()).contains("\"stream_options\":{\"include_usage\":true}");
    }

    @Test
    void whatFailsBeforeTheFirstContentGoesToTheNext() {
        gateway.routes(server(1, openAi.baseUrl()), apiKey(2, "acme"));
        claude.will(sse(AnthropicOutTest.START, AnthropicOutTest.HELLO, AnthropicOutTest.STOP));
        openAi.will(sse(ROLE, "data: {\"error\":{\"message\":\"no\"}}\n\n"));

        var reply = post("/v1/messages", STREAM);

        assertThat(reply.header("x-provider")).isEqualTo("api_key/2");
        assertThat(reply.body()).isEqualTo(AnthropicOutTest.START + AnthropicOutTest.HELLO + AnthropicOutTest.STOP);
    }

    @Test
    void passesThroughByteForByteWhereTheProviderSpeaksIt() {
        gateway.routes(apiKey(1, "acme"));

        var reply = gateway.send(asAnthropic(gateway, "/v1/messages")
                .header("anthropic-beta", "context-1m-2025-08-07,fine-grained-tool-streaming-2025-05-14")
                .POST(BodyPublishers.ofString(" { \"x\" : [1.0] ," + HI.substring(1)))
                .build());

        assertThat(reply.body()).isEqualTo(AnthropicOutTest.ANSWER);
        var asked = claude.asked.getFirst();
        assertThat(asked.text()).isEqualTo(" { \"x\" : [1.0] ," + HI.substring(1));
        assertThat(asked.path()).isEqualTo("/v1/messages");
        assertThat(asked.headers().get("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(asked.headers().get("anthropic-beta"))
                .isEqualTo("context-1m-2025-08-07,fine-grained-tool-streaming-2025-05-14");
        assertThat(asked.headers().contains("x-api-key")).as("the client's own").isFalse();
    }

    @Test
    void handsOnNoHeaderThatIsNotPlain() {
        gateway.routes(apiKey(1, "acme"));

        gateway.send(asAnthropic(gateway, "/v1/messages")
                .header("anthropic-beta", "a\tb: c")
                .header("x-forwarded-for", "1.2.3.4")
                .POST(BodyPublishers.ofString(HI))
                .build());

        var headers = claude.asked.getFirst().headers();
        assertThat(headers.contains("anthropic-beta")).isFalse();
        assertThat(headers.contains("x-forwarded-for")).isFalse();
    }

    @Test
    void aStreamPassesThroughAndItsEndIsWatched() {
        gateway.routes(apiKey(1, "acme"));
        String all = AnthropicOutTest.START
                + AnthropicOutTest.BLOCK
                + AnthropicOutTest.event("{\"type\":\"ping\"}")
                + AnthropicOutTest.HELLO
                + AnthropicOutTest.FINISH
                + AnthropicOutTest.STOP;
        claude.will(sse(all));
        assertThat(post("/v1/messages", STREAM).body()).isEqualTo(all);

        claude.will(sse(AnthropicOutTest.START, AnthropicOutTest.HELLO));
        assertThat(post("/v1/messages", STREAM).body()).contains("event: error").contains("without saying");

        claude.will(sse(AnthropicOutTest.START, AnthropicOutTest.BLOCK));
        assertThat(post("/v1/messages", STREAM).status()).isEqualTo(502);
    }

    @Test
    void countsTokensWhereTheProviderCan() {
        gateway.routes(apiKey(1, "acme"));
        claude.will(json("{\"input_tokens\":14}"));

        var reply = post("/v1/messages/count_tokens", HI);

        assertThat(reply.body()).isEqualTo("{\"input_tokens\":14}");
        assertThat(reply.header("x-signalbox-estimate")).isEmpty();
        assertThat(claude.asked.getFirst().path()).isEqualTo("/v1/messages/count_tokens");
    }

    @Test
    void estimatesTokensWhereItCanNot() {
        var reply = post(
                "/v1/messages/count_tokens",
                "{\"model\":\"m\",\"system\":\"" + "Be kind. ".repeat(100)
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-signalbox-estimate")).isEqualTo("true");
        assertThat(JsonMapper.shared()
                        .readTree(reply.body())
                        .path("input_tokens")
                        .asInt())
                .isBetween(200, 400);
        assertThat(openAi.asked).isEmpty();
    }
}
