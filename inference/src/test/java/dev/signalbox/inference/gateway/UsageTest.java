package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import dev.signalbox.inference.usage.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One record per request, and nothing of that shows to the client. */
class UsageTest {

    private static final String ANSWER = "{\"id\":\"c1\",\"model\":\"m-2026\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"content\":\"said-canary\"}}],  \"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}, \"x\":1.0}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = new TestGateway(
                    InferenceFixtures.vault(), TestUpstream.limits(Duration.ofSeconds(30), Duration.ofMillis(500)))
            .routes(withKey(server(3, upstream.baseUrl())));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void recordsAnAnswerInOnePieceAndLeavesItsBytesAlone() {
        upstream.will(json(ANSWER));

        var reply = gateway.chat("{\"model\":\"mine\",\"messages\":[\"prompt-canary\"]}");

        assertThat(reply.body()).isEqualTo(ANSWER);
        var record = gateway.record();
        assertThat(record.tokens()).isEqualTo(new Tokens(11, 5, -1, -1, -1, null));
        assertThat(record.asked().purpose()).isEqualTo(Purpose.CHAT);
        assertThat(record.asked().endpoint()).isEqualTo("chat");
        assertThat(record.asked().model()).isEqualTo("mine");
        assertThat(record.asked().client()).isEqualTo("tester");
        assertThat(record.asked().revision()).isEqualTo(TestGateway.REVISION);
        assertThat(record.asked().requestId()).isEqualTo(reply.header("x-request-id"));
        assertThat(record.answered().provider()).isEqualTo(new ProviderRef(ProviderType.AI_SERVER, 3));
        assertThat(record.answered().kind()).isEqualTo("vllm");
        assertThat(record.answered().model()).isEqualTo("mine");
        assertThat(record.answered().modelNamed()).isEqualTo("m-2026");
        assertThat(record.answered().status()).isEqualTo(200);
        assertThat(record.answered().errorCode()).isNull();
        assertThat(record.answered().attempts()).isEqualTo(1);
        assertThat(record.answered().nanos()).isPositive();
        assertThat(record.answered().firstTokenNanos()).isNegative();
        assertThat(record.id().version()).isEqualTo(7);
        assertThat(record.id().variant()).isEqualTo(2);
        assertThat(record.toString())
                .doesNotContain("canary")
                .doesNotContain(KEY)
                .doesNotContain(TestGateway.TOKEN);
    }

    /** What the provider is asked, and whether the client sees the answer to that. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{M,'stream':true}|{'stream_options':{'include_usage':true},M,'stream':true}|false",
                "{'stream_options':null,M,'stream':true}|{'stream_options':{'include_usage':true},M,'stream':true}|false",
                "{M,'stream':true,'stream_options': { }}|{M,'stream':true,'stream_options': {'include_usage':true }}|false",
                "{M,'stream_options':{'x':[1]},'stream':true}"
                        + "|{M,'stream_options':{'include_usage':true,'x':[1]},'stream':true}|false",
                "{M,'stream_options':{'x':1,'include_usage': false},'stream':true}"
                        + "|{M,'stream_options':{'x':1,'include_usage': true},'stream':true}|false",
                "{M,'stream_options':{'include_usage':null,'é':'ü'},'stream':true}"
                        + "|{M,'stream_options':{'include_usage':true,'é':'ü'},'stream':true}|false",
                "{M,'stream_options':{'include_usage':true},'stream':true}"
                        + "|{M,'stream_options':{'include_usage':true},'stream':true}|true"
            })
    void asksForTheUsageOfAStream(String asked, String sent, boolean shown) {
        upstream.will(sse(content("a"), UsageTapTest.USAGE, DONE));

        var reply = gateway.chat(body(asked));

        assertThat(upstream.asked.getFirst().text()).isEqualTo(body(sent));
        assertThat(reply.body()).isEqualTo(content("a") + (shown ? UsageTapTest.USAGE : "") + DONE);
        var record = gateway.record();
        assertThat(record.tokens()).isEqualTo(new Tokens(7, 2, -1, -1, -1, null));
        assertThat(record.asked().stream()).isTrue();
        assertThat(record.answered().firstTokenNanos())
                .isPositive()
                .isLessThan(record.answered().nanos());
    }

    private static String body(String text) {
        return text.replace('\'', '"').replace("M", "\"model\":\"upstream-model\",\"messages\":[]");
    }

    @Test
    void putsModelAndQuestionIntoTheSameBody() {
        upstream.will(sse(content("a"), DONE));

        gateway.chat(body("{'stream':true,'stream_options':{},'messages':[],'model':'default'}"));
        gateway.chat(body("{'messages':[],'stream':true}"));

        assertThat(upstream.asked.getFirst().text())
                .isEqualTo(body("{'stream':true,'stream_options':{'include_usage':true},'messages':[],"
                        + "'model':'upstream-model'}"));
        assertThat(upstream.asked.getLast().text())
                .isEqualTo(body("{'model':'upstream-model','stream_options':{'include_usage':true},"
                        + "'messages':[],'stream':true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "\"yes\"", "{\"include_usage\":1}", "{},\"stream_options\":{}"})
    void refusesOptionsOfAWrongType(String options) {
        var reply = gateway.chat("{\"messages\":[],\"stream\":true,\"stream_options\":" + options + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("param").asString()).startsWith("stream_options");
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void hidesTheChunkHoweverItIsCut() {
        String all = content("ä") + UsageTapTest.USAGE + DONE;
        upstream.will(sse(all.split("(?<=\\G.{7})", -1)));

        assertThat(gateway.chat(body("{M,'stream':true}")).body()).isEqualTo(content("ä") + DONE);
        assertThat(gateway.record().tokens().in()).isEqualTo(7);
    }

    @Test
    void doesNotAskWhoDoesNotTakeIt() {
        gateway.routes(server(3, "silent", upstream.baseUrl(), "upstream-model"));
        upstream.will(sse(content("a"), DONE));

        gateway.chat(body("{M,'stream':true}"));

        assertThat(upstream.asked.getFirst().text()).isEqualTo(body("{M,'stream':true}"));
        assertThat(gateway.record().tokens()).isEqualTo(Tokens.UNKNOWN);
    }

    @Test
    void learnsWhoDoesNotTakeIt() {
        upstream.will((asked, response) -> (asked.text().contains("stream_options")
                        ? status(422, "{\"detail\":\"stream_options: extra fields not permitted\"}")
                        : sse(content("a"), DONE))
                .answer(asked, response));

        assertThat(gateway.chat(body("{M,'stream':true}")).body()).isEqualTo(content("a") + DONE);
        assertThat(gateway.chat(body("{M,'stream':true}")).body()).isEqualTo(content("a") + DONE);

        assertThat(upstream.asked).hasSize(3);
        assertThat(gateway.record().answered().attempts()).isEqualTo(1);
    }

    @Test
    void leavesARefusalOfTheClientsOwnOptionsToTheClient() {
        upstream.will(status(422, "{\"detail\":\"stream_options: extra fields not permitted\"}"));

        assertThat(gateway.chat(body("{M,'stream':true,'stream_options':{'include_usage':true}}"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void recordsFailuresAndWhatWentBefore() {
        try (FakeUpstream broken = new FakeUpstream().will(status(500, "{}"))) {
            gateway.routes(
                    server(1, broken.baseUrl()),
                    server(3, upstream.will(json(ANSWER)).baseUrl()));

            gateway.chat("{\"messages\":[]}");

            var answered = gateway.record().answered();
            assertThat(answered.provider()).isEqualTo(new ProviderRef(ProviderType.AI_SERVER, 3));
            assertThat(answered.attempts()).isEqualTo(2);
            assertThat(answered.failures()).containsExactly("ai_server/1=server_error");
        }
    }

    @Test
    void recordsWhatFailed() {
        upstream.will(status(500, "{}"));

        gateway.chat("{\"messages\":[]}");

        var answered = gateway.record().answered();
        assertThat(answered.status()).isEqualTo(502);
        assertThat(answered.errorCode()).isEqualTo("upstream_server_error");
        assertThat(answered.attempts()).isEqualTo(1);
        assertThat(gateway.record().tokens()).isEqualTo(Tokens.UNKNOWN);
    }

    @Test
    void recordsAStreamThatBreaksOff() {
        upstream.will(FakeUpstream.sseThenSilence(content("a")));

        gateway.chat(body("{M,'stream':true}"));

        assertThat(gateway.record().answered().status()).isEqualTo(200);
        assertThat(gateway.record().answered().errorCode()).isEqualTo("upstream_idle_timeout");
    }

    @Test
    void recordsEmbeddings() {
        upstream.will(json("{\"data\":[],\"model\":\"e\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"));

        gateway.send(gateway.request("/v1/embeddings")
                .POST(BodyPublishers.ofString("{\"input\":\"a\"}"))
                .build());

        assertThat(gateway.record().tokens()).isEqualTo(new Tokens(8, 0, -1, -1, -1, null));
        assertThat(gateway.record().asked().purpose()).isEqualTo(Purpose.EMBEDDINGS);
    }

    @Test
    void keepsNoRecordOfStrangers() {
        gateway.send(gateway.request(TestGateway.CHAT)
                .setHeader("Authorization", "Bearer wrong")
                .POST(BodyPublishers.ofString("{\"messages\":[]}"))
                .build());
        gateway.chat("{\"messages\":[]}");

        gateway.record();
        assertThat(gateway.usage).hasSize(1);
    }
}
