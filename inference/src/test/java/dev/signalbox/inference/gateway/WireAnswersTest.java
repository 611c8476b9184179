package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.gateway.WireTest.BODY;
import static dev.signalbox.inference.gateway.WireTest.CHUNKED;
import static dev.signalbox.inference.gateway.WireTest.HEAD;
import static dev.signalbox.inference.gateway.WireTest.LENGTH;
import static dev.signalbox.inference.gateway.WireTest.converse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;

/** What the odd clients of {@link WireTest} get to read, byte by byte. */
class WireAnswersTest {

    private static final String OPENAI = "{\"error\":{\"message\":\"";
    private static final String ANTHROPIC = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.impatient().routes(server(1, upstream.baseUrl()));

    private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void close() {
        Hooks.resetOnErrorDropped();
        gateway.close();
        upstream.close();
    }

    private static String atMessages(String head) {
        return head.replace(TestGateway.CHAT, "/v1/messages");
    }

    @Test
    void refusalsOfTheWireHaveTheShapeOfAllOthers() throws IOException {
        assertThat(converse(gateway, HEAD + LENGTH + "Transfer-Encoding: chunked\r\n\r\n" + CHUNKED))
                .contains("\"type\":\"invalid_request_error\"", "connection: close");
        assertThat(converse(gateway, HEAD + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("\"message\"");
        assertThat(converse(gateway, "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    @Test
    void onAnthropicsPathsTheyHaveItsShape() throws IOException {
        String unclear = HEAD + LENGTH + "Transfer-Encoding: chunked\r\n\r\n" + CHUNKED;
        assertThat(converse(gateway, unclear)).contains(OPENAI);
        assertThat(converse(gateway, atMessages(unclear))).contains(ANTHROPIC, "\"request_id\":\"req-");
        assertThat(converse(gateway, atMessages(HEAD) + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains(ANTHROPIC);
        assertThat(converse(gateway, "GET /v1/messages/% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(ANTHROPIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZZ\r\n" + BODY, "1\r\n{\r\nZZ\r\n", "f\r\n" + BODY + "xx\r\n0\r\n\r\n"})
    void aBodyWithAChunkThatIsNone(String chunks) throws IOException {
        String asked = HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks;

        assertThat(converse(gateway, asked)).startsWith("HTTP/1.1 400").contains(OPENAI);
        assertThat(converse(gateway, atMessages(asked)))
                .startsWith("HTTP/1.1 400")
                .contains(ANTHROPIC);
        assertThat(upstream.asked).isEmpty();
        assertThat(dropped).as("what anybody could fill the log with").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {TestGateway.CHAT, "/v1/messages"})
    void aBrokenBodyBehindAGoodRequestReachesNobody(String path) throws IOException {
        String body = "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        String head = HEAD.replace(TestGateway.CHAT, path);
        String good = head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body;
        String broken = head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "xx\r\n0\r\n\r\n";

        try (TestGateway patient = TestGateway.impatient(Duration.ofMinutes(5)).routes(server(1, upstream.baseUrl()))) {
            patient.chat(body); // from now on there is the short way
            String answer = converse(patient, good + broken);

            assertThat(answer).startsWith("HTTP/1.1 200").contains("hello");
            assertThat(answer.split("HTTP/1.1 200")).hasSize(2);
            assertThat(upstream.asked).hasSize(2);
        }
    }

    /** As proxies still speak it by default: it has no chunks, a stream ends with the connection. */
    @Test
    void aStreamOverHttp10HasNoChunks() throws IOException {
        upstream.will(sse(ROLE, content("a"), DONE));
        String body = "{\"stream\":true,\"messages\":[]}";

        String answer = converse(
                gateway, HEAD.replace("HTTP/1.1", "HTTP/1.0") + "Content-Length: " + body.length() + "\r\n\r\n" + body);

        assertThat(answer).contains(" 200 ").doesNotContain("transfer-encoding");
        assertThat(answer.split("\r\n\r\n", 2)[1]).isEqualTo(ROLE + content("a") + DONE);
    }
}
