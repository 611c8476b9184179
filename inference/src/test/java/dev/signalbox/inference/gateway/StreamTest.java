package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams after their first content: the client gets one provider's words, and is told when they break off. */
class StreamTest {

    private static final String STREAM = "{\"messages\":[],\"stream\":true}";

    private final FakeUpstream primary = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway = new TestGateway(
                    InferenceFixtures.vault(), TestUpstream.limits(Duration.ofSeconds(30), Duration.ofMillis(300)))
            .routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        primary.close();
        fallback.close();
    }

    @Test
    void endsWithAnErrorEventWhenTheConnectionBreaks() {
        primary.will(FakeUpstream.sseThenCut(ROLE, content("a")));

        assertBrokenOff(ROLE + content("a"), "upstream_cut_after_content");
    }

    @Test
    void endsWithAnErrorEventWhenTheProviderFallsSilent() {
        primary.will(FakeUpstream.sseThenSilence(content("a"), content("b")));

        assertBrokenOff(content("a") + content("b"), "upstream_idle_timeout");
    }

    @Test
    void endsWithAnErrorEventWhenTheProviderDoesNotSayThatItIsDone() {
        primary.will(sse(content("a")));

        assertBrokenOff(content("a"), "upstream_unterminated");
    }

    @Test
    void keepsHalfAnEventToItself() {
        primary.will(sse(content("a"), "data: {\"choices\":[{\"del"));

        assertBrokenOff(content("a"), "upstream_unterminated");
    }

    private void assertBrokenOff(String before, String code) {
        var reply = gateway.chat(STREAM);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .startsWith(before + "data: {\"error\":{\"message\":\"The provider ai_server/1 ")
                .endsWith("\"code\":\"" + code + "\"}}\n\n")
                .doesNotContain("[DONE]");
        assertThat(fallback.asked).isEmpty();
    }

    @Test
    void handsOnTheProvidersOwnErrorEventAndAddsNone() {
        String error = "data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n";
        primary.will(sse(content("a"), error));

        assertThat(gateway.chat(STREAM).body()).isEqualTo(content("a") + error);
    }

    @Test
    void handsOnEventsHoweverTheyAreCut() {
        String all = ROLE + content("a\\u00e4ö") + content("b") + DONE;
        primary.will(sse(all.split("(?<=\\G.{7})", -1)));

        assertThat(gateway.chat(STREAM).body()).isEqualTo(all);
    }

    @Test
    void takesReasoningAndToolCallsForContent() {
        String reasoning = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\r\n\r\n";
        primary.will(sse(reasoning, DONE));

        assertThat(gateway.chat(STREAM).body()).isEqualTo(reasoning + DONE);
    }

    @Test
    void callsTheProviderOffWhenTheClientGoesAway() throws IOException {
        primary.will(FakeUpstream.sseThenSilence(content("a")));
        try (TestGateway patient = TestGateway.start().routes(server(1, primary.baseUrl()))) {
            try (Socket client = ask(patient)) {
                readUntil(client.getInputStream(), "\"a\"");
            }
            await().untilAsserted(() -> assertThat(primary.closed).hasValue(1));
        }
    }

    @Test
    void callsTheProviderOffWhenTheClientDoesNotWaitForTheFirstContent() throws IOException {
        primary.will(FakeUpstream.silence());
        try (TestGateway patient = TestGateway.start().routes(server(1, primary.baseUrl()))) {
            try (Socket client = ask(patient)) {
                await().until(() -> !primary.asked.isEmpty());
                assertThat(client.isConnected()).isTrue();
            }
            await().untilAsserted(() -> assertThat(primary.closed).hasValue(1));
        }
    }

    private static Socket ask(TestGateway gateway) throws IOException {
        Socket client = new Socket("127.0.0.1", gateway.server.port());
        String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + TestGateway.TOKEN + "\r\nContent-Length: " + STREAM.length() + "\r\n\r\n"
                + STREAM;
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static void readUntil(InputStream in, String wanted) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(wanted) < 0) {
            int next = in.read();
            assertThat(next).as("end of stream after " + read).isNotNegative();
            read.append((char) next);
        }
    }
}
