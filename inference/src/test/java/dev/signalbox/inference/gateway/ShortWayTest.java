package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is different about requests that are passed on as bytes: which they are, and what becomes of their connections. */
class ShortWayTest {

    private static final String PLAIN = "{\"messages\":[]}";
    private static final String STREAM = "{\"messages\":[],\"stream\":true}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway =
            TestGateway.start().routes(server(1, upstream.baseUrl()), server(2, fallback.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        fallback.close();
    }

    private static String request(String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + TestGateway.TOKEN + "\r\n" + more + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Up to the first appearance of that, or to the connection's end. */
    static String readTo(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            text.append((char) next);
            if (text.indexOf(end) >= 0) {
                return text.toString();
            }
        }
        return text.toString();
    }

    @Test
    void theOrdinaryTakesIt() {
        gateway.chat(PLAIN);
        upstream.will(sse(content("a"), DONE));
        gateway.chat(STREAM);

        assertThat(gateway.shortCalls.taken()).isEqualTo(2);
    }

    @Test
    void whatHasToBeLookedAtDoesNot() {
        gateway.chat("{\"messages\":1}");
        gateway.send(gateway.request("/v1/chat/completions?x=1")
                .POST(BodyPublishers.ofString(PLAIN))
                .build());
        gateway.send(gateway.request("/v1/embeddings")
                .POST(BodyPublishers.ofString("{\"input\":\"a\",\"encoding_format\":\"base64\"}"))
                .build());

        assertThat(gateway.shortCalls.taken()).isZero();
    }

    @Test
    void requestsBehindOneAnotherAreAnsweredInOrder() throws IOException {
        upstream.will((asked, response) -> response.header("content-type", "application/json")
                .sendString(Mono.just(COMPLETION.replace("hello", asked.text().replaceAll("\\D", "")))));
        try (Socket client = connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= 20; i++) {
                // each third has an address for the long way
                String one = request("{\"messages\":[],\"user\":\"" + i + "\"}");
                all.append(i % 3 == 0 ? one.replace("completions HTTP", "completions?x HTTP") : one);
            }
            send(client, all.toString());

            for (int i = 1; i <= 20; i++) {
                assertThat(readTo(client, "\"finish_reason\":\"stop\"}]}")).contains("\"content\":\"" + i + "\"");
            }
        }
    }

    @Test
    void aClientThatWantsTheConnectionClosedGetsItClosed() throws IOException {
        try (Socket client = connect()) {
            send(client, request(PLAIN, "Connection: close"));

            String all = readTo(client, "never");
            assertThat(all).containsIgnoringCase("connection: close").endsWith(COMPLETION);
        }
    }

    @Test
    void aStopWaitsForTheAnswer() throws IOException {
        CompletableFuture<Void> go = new CompletableFuture<>();
        upstream.will((asked, response) -> response.sse()
                .sendString(
                        Flux.just(content("a")).concatWith(Mono.fromFuture(go).thenReturn(content("b") + DONE))));
        try (Socket client = connect()) {
            send(client, request(STREAM));
            readTo(client, content("a"));
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway.server::stop);
            await().until(() -> !gateway.server.isRunning());
            assertThat(stopped).isNotDone();

            go.complete(null);

            assertThat(readTo(client, "never")).contains(content("b"), DONE).endsWith("0\r\n\r\n");
            await().until(stopped::isDone);
        }
    }

    @Test
    void aStopEndsWithTheAnswerThatCameTheLongWay() throws IOException {
        CompletableFuture<Void> go = new CompletableFuture<>();
        upstream.will((asked, response) -> Mono.fromFuture(go)
                .then(Mono.defer(
                        () -> response.status(500).sendString(Mono.just("{}")).then())));
        try (Socket client = connect()) {
            send(client, request(PLAIN));
            await().until(() -> upstream.asked.size() == 1);
            int port = gateway.server.port();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway.server::stop);
            await().until(() -> isClosed(port));

            go.complete(null);

            assertThat(readTo(client, "never")).contains("ai_server/2").endsWith(COMPLETION);
            // well before the 10 s for which a stop waits at most
            await().atMost(Duration.ofSeconds(5)).until(stopped::isDone);
        }
    }

    private static boolean isClosed(int port) {
        try (Socket another = new Socket("127.0.0.1", port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aFailureGoesOnAsTheSameRequest() {
        upstream.will(status(500, "{}"));

        Reply reply = gateway.send(gateway.request("/v1/chat/completions")
                .setHeader("Authorization", "Bearer " + TestCallers.metered("10___"))
                .POST(BodyPublishers.ofString(PLAIN))
                .build());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-provider")).isEqualTo("ai_server/2");
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=server_error");
        assertThat(reply.header("x-ratelimit-remaining-requests")).isEqualTo("9");
        String id = reply.header("x-request-id");
        assertThat(upstream.asked)
                .hasSize(1)
                .first()
                .extracting(asked -> asked.headers().get("x-request-id"))
                .isEqualTo(id);
        assertThat(fallback.asked)
                .hasSize(1)
                .first()
                .extracting(asked -> asked.headers().get("x-request-id"))
                .isEqualTo(id);
        assertThat(gateway.record().answered().attempts()).isEqualTo(2);
        assertThat(gateway.usage).hasSize(1);
    }
}
