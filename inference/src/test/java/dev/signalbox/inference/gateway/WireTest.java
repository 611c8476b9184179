package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that a well-behaved HTTP client does not send. */
class WireTest {

    static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + TestGateway.TOKEN + "\r\nContent-Type: application/json\r\n";
    static final String BODY = "{\"messages\":[]}";
    static final String LENGTH = "Content-Length: 15\r\n";
    private static final String CUT_OFF = "HTTP/1.1 408 invalid_request_error";
    static final String CHUNKED = "f\r\n" + BODY + "\r\n0\r\n\r\n";

    private final FakeUpstream upstream = new FakeUpstream();

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // two lengths, or a length and chunks: another server may see the request end elsewhere
                HEAD + LENGTH + "Content-Length: 3\r\n\r\n" + BODY,
                HEAD + LENGTH + "Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
                HEAD + "Transfer-Encoding: chunked\r\n" + LENGTH + "\r\n" + CHUNKED,
                HEAD + "Content-Length: 15, 3\r\n\r\n" + BODY,
                HEAD + "Content-Length: +15\r\n\r\n" + BODY,
                HEAD + "Content-Length: -1\r\n\r\n" + BODY,
                HEAD + "Content-Length: 99999999999999999999\r\n\r\n" + BODY,
                HEAD + "Content-Length: 0xf\r\n\r\n" + BODY,
                HEAD + "Content-Length : 15\r\n\r\n" + BODY,
                HEAD + "Transfer-Encoding : chunked\r\n\r\n" + CHUNKED,
                HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + CHUNKED,
                HEAD + "Transfer-Encoding: xchunked\r\n\r\n" + CHUNKED,
                HEAD + "Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKED,
                HEAD + "X-A: a\nContent-Length: 15\r\n\r\n" + BODY,
                HEAD + "X-A: a\r\n\u0000b: c\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
                "GET /v1/models HTTP/1.1\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /v1/models\r\n\r\n",
                "GET /v1/models HTTP/9.9\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            })
    void whatCanBeReadInTwoWaysOrNoneReachesNoProvider(String bytes) throws IOException {
        try (TestGateway gateway = TestGateway.impatient().routes(server(1, upstream.baseUrl()))) {
            String answer = converse(gateway, bytes);

            assertThat(answer).as(bytes).startsWith("HTTP/1.1 4");
            assertThat(answer).as(bytes).doesNotContain("Exception").doesNotContain("netty");
            assertThat(answer.split("HTTP/1.1 ")).as("one answer, then the end").hasSize(2);
            assertThat(upstream.asked).isEmpty();
        }
    }

    @Test
    void aMalformedRequestBehindAGoodOneDoesNotMixIntoItsAnswer() throws IOException {
        try (TestGateway gateway = TestGateway.impatient().routes(server(1, upstream.baseUrl()))) {
            String answer = converse(
                    gateway, HEAD + LENGTH + "\r\n" + BODY + HEAD + LENGTH + "Content-Length: 3\r\n\r\n" + BODY);

            assertThat(answer).startsWith("HTTP/1.1 200").contains("hello");
            assertThat(answer.indexOf("HTTP/1.1 400")).isGreaterThan(answer.indexOf("hello"));
            assertThat(upstream.asked).hasSize(1);
        }
    }

    /** A few bytes at a time keep every read time-out from running out; the limits are for the whole. */
    @ParameterizedTest
    @ValueSource(strings = {"", "GET /v1/mod", "GET /v1/models HTTP/1.1\r\nX-Drip: "})
    void headsThatDripInAreCutOff(String beginning) throws IOException, InterruptedException {
        try (TestGateway gateway = TestGateway.impatient()) {
            String answer = drip(gateway, beginning);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("invalid_request_error");
        }
    }

    @Test
    void aBodyThatDripsInIsCutOff() throws IOException, InterruptedException {
        try (TestGateway gateway = TestGateway.impatient().routes(server(1, upstream.baseUrl()))) {
            String answer = drip(gateway, HEAD + "Content-Length: 100000\r\n\r\n{\"messages\":\"");

            assertThat(answer).startsWith("HTTP/1.1 408").contains("invalid_request_error");
            assertThat(upstream.asked).isEmpty();
        }
    }

    /** Though one that is wanted may take as long as that. */
    @Test
    void theRestOfARefusedBodyIsNotWaitedFor() throws IOException, InterruptedException {
        try (TestGateway gateway = TestGateway.impatient(Duration.ofMinutes(5))) {
            String answer = drip(
                    gateway,
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{\"messages\":\"");

            assertThat(answer).startsWith("HTTP/1.1 401").contains("invalid_api_key");
        }
    }

    @Test
    void theNextHeadOnAConnectionIsWaitedForNoLonger() throws IOException, InterruptedException {
        try (TestGateway gateway = TestGateway.impatient()) {
            String answer = drip(gateway, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /liv");

            assertThat(answer).startsWith("HTTP/1.1 ").containsAnyOf("HTTP/1.1 408", "HTTP/1.1 200");
        }
    }

    @Test
    void compressedBodiesAreRefusedUnread() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(("{\"messages\":[\"" + " ".repeat(10 << 20) + "\"]}").getBytes(StandardCharsets.UTF_8));
        }
        try (TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()))) {
            var reply = gateway.send(gateway.request(TestGateway.CHAT)
                    .header("Content-Encoding", "gzip")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                    .build());

            assertThat(reply.status()).isEqualTo(415);
            assertThat(reply.code()).isEqualTo("unsupported_media_type");
            assertThat(upstream.asked).isEmpty();
        }
    }

    @Test
    void compressedAnswersAreNotUnpacked() {
        upstream.will(FakeUpstream.status(200, FakeUpstream.COMPLETION, "content-encoding", "gzip"));
        try (TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()))) {
            assertThat(gateway.chat(BODY).code()).isEqualTo("upstream_wrong_content_type");
        }
    }

    @Test
    void browsersOfOtherSitesGetNothing() {
        try (TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()))) {
            var preflight = gateway.send(gateway.request(TestGateway.CHAT)
                    .header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Method", "POST")
                    .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(preflight.status()).isEqualTo(405);
            assertThat(preflight.http().headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
            var answer = gateway.chat(BODY);
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("cache-control")).isEqualTo("no-store");
            assertThat(answer.http().headers().map()).doesNotContainKey("server");
        }
    }

    static String converse(TestGateway gateway, String bytes) throws IOException {
        try (Socket socket = open(gateway)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String drip(TestGateway gateway, String beginning) throws IOException, InterruptedException {
        try (Socket socket = open(gateway)) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            Thread dripping = Thread.ofVirtual().start(() -> {
                try {
                    while (!beginning.isEmpty() && !Thread.interrupted()) {
                        socket.getOutputStream().write('x');
                        TimeUnit.MILLISECONDS.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // cut off, as it should be
                }
            });
            var answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
                return answer.toString(StandardCharsets.UTF_8);
            } catch (SocketException e) {
                // who goes on sending to a closed connection may be cut off before it has read the answer
                return answer.size() == 0 ? CUT_OFF : answer.toString(StandardCharsets.UTF_8);
            } finally {
                dripping.interrupt();
                dripping.join();
            }
        }
    }

    private static Socket open(TestGateway gateway) throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
