package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.events.routing.Route;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's clients at a provider that speaks Anthropic's API: failover holds as for any other. */
class AnthropicOutTest {

    private static final String HI = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"model\":\"claude-x\"}";
    private static final String STREAM = HI.replace("{\"messages\"", "{\"stream\":true,\"messages\"");

    static final String ANSWER = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hello"}],
             "stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":5}}""";
    static final String START =
            event("{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\","
                    + "\"content\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}");
    static final String BLOCK =
            event("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    static final String HELLO = event(
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}");
    static final String FINISH = event("{\"type\":\"content_block_stop\",\"index\":0}")
            + event(
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}");
    static final String STOP = event("{\"type\":\"message_stop\"}");

    private final FakeUpstream claude = new FakeUpstream().will(json(ANSWER));
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start()
            .vendors(InferenceFixtures.catalogue(
                    "acme", InferenceFixtures.vendor(claude.baseUrl(), "anthropic", List.of())))
            .routes(apiKey(1, "acme"), server(2, fallback.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        claude.close();
        fallback.close();
    }

    static String event(String data) {
        String type = JsonMapper.shared().readTree(data).path("type").asString();
        return "event: " + type + "\ndata: " + data + "\n\n";
    }

    @Test
    void aPlainAnswer() {
        var reply = gateway.chat(HI);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var completion = JsonMapper.shared().readTree(reply.body());
        assertThat(completion.at("/choices/0/message/content").asString()).isEqualTo("Hello");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("content-length")).isEqualTo("" + reply.body().getBytes(StandardCharsets.UTF_8).length);
        var asked = claude.asked.getFirst();
        assertThat(asked.path()).isEqualTo("/v1/messages");
        assertThat(asked.headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(asked.headers().get("x-acme")).isEqualTo("yes");
        assertThat(JsonMapper.shared().readTree(asked.body()).path("max_tokens").asInt())
                .isEqualTo(4096);
        await().untilAsserted(() -> assertThat(gateway.usage)
                .singleElement()
                .extracting(record -> record.tokens().in())
                .isEqualTo(10L));
    }

    @Test
    void aKeyWithAnAddressOfItsOwnGoesThere() {
        Route key = apiKey(1, "acme");
        try (FakeUpstream proxy = new FakeUpstream().will(json(ANSWER))) {
            gateway.routes(new Route(
                    key.provider(), key.name(), key.kind(), proxy.baseUrl() + "/claude/v1", key.secret(), null, true));

            assertThat(gateway.chat(HI).status()).isEqualTo(200);
            assertThat(proxy.asked.getFirst().path()).isEqualTo("/claude/v1/messages");
            assertThat(claude.asked).isEmpty();
        }
    }

    @Test
    void aStream() {
        claude.will(sse(START, BLOCK, HELLO, FINISH, STOP));

        var reply = gateway.chat(STREAM);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(reply.body())
                .contains("\"delta\":{\"content\":\"Hello\"}")
                .contains("\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("\"usage\"")
                .doesNotContain("event:");
    }

    @Test
    void goesOnWithTheNextProviderUpToTheFirstContent() {
        fallback.will(sse(FakeUpstream.content("fallback"), FakeUpstream.DONE));
        String error =
                event("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
        for (FakeUpstream.Behaviour failing : List.of(
                sse(START, BLOCK, error),
                FakeUpstream.sseThenCut(START, BLOCK),
                sse(START, STOP),
                sse("data: nonsense\n\n"),
                status(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"))) {
            claude.will(failing);

            var reply = gateway.chat(STREAM);

            assertThat(reply.header("x-provider")).as(reply.body()).isEqualTo("ai_server/2");
            assertThat(reply.body()).startsWith(FakeUpstream.content("fallback"));
        }
    }

    @Test
    void saysAtTheEndWhatWentWrongAfterTheFirstContent() {
        String error =
                event("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
        claude.will(sse(START, BLOCK, HELLO, error));
        assertThat(gateway.chat(STREAM).body())
                .endsWith("data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"overloaded_error\"}}\n\n");

        claude.will(FakeUpstream.sseThenCut(START, BLOCK, HELLO));
        assertThat(gateway.chat(STREAM).body())
                .contains("\"code\":\"upstream_cut_after_content\"")
                .doesNotContain("[DONE]");

        claude.will(sse(START, BLOCK, HELLO, FINISH));
        assertThat(gateway.chat(STREAM).body())
                .contains("\"code\":\"upstream_unterminated\"")
                .doesNotContain("[DONE]");
        assertThat(fallback.asked).isEmpty();
    }

    @Test
    void callsTheProviderOffWhenTheClientGoesAway() throws IOException {
        claude.will(FakeUpstream.sseThenSilence(START, BLOCK, HELLO));
        try (Socket client = new Socket("127.0.0.1", gateway.server.port())) {
            client.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + TestGateway.TOKEN + "\r\nContent-Length: "
                                    + STREAM.length() + "\r\n\r\n" + STREAM)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }

        await().untilAsserted(() -> assertThat(claude.closed).hasValue(1));
    }

    @ParameterizedTest
    @CsvSource({
        "400,invalid_request_error,max_tokens: too large,invalid_request_error,",
        "404,not_found_error,model: claude-x,invalid_request_error,model_not_found"
    })
    void refusalsTakeOpenAisShape(int status, String said, String message, String type, String code) {
        claude.will(status(
                status,
                "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"r\"}"
                        .formatted(said, message)));

        var reply = gateway.chat(HI);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.error().path("message").asString()).isEqualTo(message);
        assertThat(reply.error().path("type").asString()).isEqualTo(type);
        assertThat(reply.error().path("code").asString(null)).isEqualTo(code);
    }

    @Test
    void whatAnthropicCanNotDoGoesToWhoCan() {
        String twoChoices = HI.replace("{\"messages\"", "{\"n\":2,\"messages\"");

        assertThat(gateway.chat(twoChoices).header("x-provider")).isEqualTo("ai_server/2");

        gateway.routes(apiKey(1, "acme"));
        var reply = gateway.chat(twoChoices);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("param").asString()).isEqualTo("n");
        assertThat(claude.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"max_tokens\":3000000000", "\"temperature\":%s"})
    void aNumberThatIsTooLargeIsTheClientsMistake(String asked) {
        var reply = gateway.chat("{" + asked.formatted("1" + "0".repeat(400)) + "," + HI.substring(1));

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.error().path("code").isNull()).as(reply.body()).isTrue();
        assertThat(claude.asked).isEmpty();
    }

    @Test
    void aWrongMessageIsRefusedBeforeAnybodyIsAsked() {
        var reply = gateway.chat("{\"messages\":[{\"role\":\"user\",\"content\":7}],\"model\":\"m\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("param").asString()).isEqualTo("messages[0].content");
        assertThat(claude.asked).isEmpty();
        assertThat(fallback.asked).isEmpty();
    }
}
