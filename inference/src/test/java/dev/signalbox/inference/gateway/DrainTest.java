package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A stop waits for answers, and for nothing else. */
class DrainTest {

    private static final String SHORT_WAY = "/v1/chat/completions";
    private static final String LONG_WAY = "/v1/chat/completions?long";
    private static final String PLAIN = "{\"messages\":[]}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final Sinks.One<String> answer = Sinks.one();
    private TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private Socket ask(String path) throws IOException {
        return send(request(path, PLAIN.length()) + PLAIN);
    }

    /** A request that has been answered, and in the same breath the beginning of another one. */
    private Socket askOnceAndAHalf(String path) throws IOException {
        Socket client = send(request(path, PLAIN.length()) + PLAIN + request(path, PLAIN.length()) + "{\"messages\":");
        readTo(client, COMPLETION);
        return client;
    }

    private Socket send(String text) throws IOException {
        Socket client = new Socket("127.0.0.1", gateway.server.port());
        client.setSoTimeout(20_000);
        client.getOutputStream().write(text.getBytes(UTF_8));
        return client;
    }

    private static String request(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + TestGateway.TOKEN + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String readTo(Socket client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("the end, after %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static String rest(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), UTF_8);
    }

    private CompletableFuture<Void> stop() {
        var stopped = CompletableFuture.runAsync(gateway.server::stop);
        await().until(() -> !gateway.server.isRunning());
        return stopped;
    }

    /** Long before the time is over that running requests would have. */
    private static void soon(CompletableFuture<Void> stopped) {
        await().atMost(Duration.ofSeconds(6)).until(stopped::isDone);
    }

    private void anAnswerThatIsHeld() {
        upstream.will((asked, response) ->
                response.header("content-type", "application/json").sendString(Mono.from(answer.asMono())));
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void aRunningRequestIsAnsweredAndTheConnectionEnds(String path) throws IOException {
        anAnswerThatIsHeld();
        try (Socket client = ask(path)) {
            await().until(() -> !upstream.asked.isEmpty());
            var stopped = stop();
            assertThat(stopped).isNotDone();
            answer.tryEmitValue(COMPLETION);

            assertThat(rest(client)).containsIgnoringCase("connection: close").endsWith(COMPLETION);
            soon(stopped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void aStreamGoesOnToItsEnd(String path) throws IOException {
        Flux<String> events = Flux.concat(Flux.just(content("a")), answer.asMono(), Flux.just(DONE));
        upstream.will((asked, response) ->
                response.sse().send(events.map(event -> Unpooled.wrappedBuffer(event.getBytes(UTF_8))), any -> true));
        String body = "{\"messages\":[],\"stream\":true}";
        try (Socket client = send(request(path, body.length()) + body)) {
            readTo(client, content("a"));
            var stopped = stop();
            answer.tryEmitValue(content("b"));

            assertThat(rest(client)).contains(content("b")).contains(DONE);
            soon(stopped);
        }
    }

    /** More than the sockets hold, for a client that reads nothing yet. */
    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void anAnswerThatIsStillOnItsWayArrivesWhole(String path) throws IOException {
        gateway.close();
        gateway = TestGateway.answers(DataSize.ofMegabytes(32), DataSize.ofMegabytes(256))
                .routes(server(1, upstream.baseUrl()));
        String large = COMPLETION.replace("hello", "x".repeat(24_000_000));
        upstream.will(json(large));
        try (Socket client = ask(path)) {
            readTo(client, "\r\n\r\n");
            var stopped = stop();

            assertThat(rest(client).equals(large)).as("all of it has come").isTrue();
            soon(stopped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void aConnectionOnWhichNothingRunsEndsAtOnce(String path) throws IOException {
        try (Socket idle = ask(path)) {
            readTo(idle, COMPLETION);
            anAnswerThatIsHeld();
            try (Socket running = ask(SHORT_WAY)) {
                await().until(() -> upstream.asked.size() == 2);
                var stopped = stop();

                assertThat(rest(idle)).isEmpty();
                assertThat(stopped).isNotDone();
                answer.tryEmitValue(COMPLETION);
                assertThat(rest(running)).endsWith(COMPLETION);
            }
        }
    }

    @RepeatedTest(5)
    void aStopDoesNotWaitForWhoHasJustConnected() {
        soon(CompletableFuture.runAsync(() -> {
            try (Socket client = new Socket("127.0.0.1", gateway.server.port())) {
                gateway.server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    @RepeatedTest(10)
    void aStopDoesNotWaitForWhoHasJustBeenAnswered() throws IOException {
        try (Socket client = ask(LONG_WAY)) {
            readTo(client, COMPLETION);
            soon(stop());

            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void aRequestThatDoesNotComeIsNotWaitedForToTheEnd(String path) throws IOException {
        gateway.close();
        gateway = TestGateway.impatient(Duration.ofMinutes(1)).routes(server(1, upstream.baseUrl()));
        try (Socket client = askOnceAndAHalf(path)) {
            var stopped = stop();

            assertThat(rest(client)).startsWith("HTTP/1.1 408").contains("request_timeout");
            soon(stopped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void theRestOfARequestIsWaitedFor(String path) throws IOException {
        try (Socket client = askOnceAndAHalf(path)) {
            var stopped = stop();
            client.getOutputStream().write("[]}".getBytes(UTF_8));

            assertThat(rest(client)).containsIgnoringCase("connection: close").endsWith(COMPLETION);
            soon(stopped);
        }
    }
}
