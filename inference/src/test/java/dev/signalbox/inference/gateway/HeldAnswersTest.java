package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Many large answers at a time: as many as there is memory for, and an honest no to the others. */
class HeldAnswersTest {

    private static final String SHORT_WAY = "/v1/chat/completions";
    private static final String LONG_WAY = "/v1/chat/completions?long";
    private static final String PLAIN = "{\"messages\":[]}";

    /** Two of them are too many, and it is more than sockets hold. */
    private static final String LARGE = COMPLETION.replace("hello", "x".repeat(24_000_000));

    private static final String SMALL = COMPLETION.replace("hello", "x".repeat(200_000));

    private final FakeUpstream upstream = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway = TestGateway.answers(DataSize.ofMegabytes(32), DataSize.ofMegabytes(128))
            .routes(server(1, upstream.baseUrl()), server(2, fallback.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        fallback.close();
    }

    private static Mono<ByteBuf> bytes(String text) {
        return Mono.fromSupplier(() -> Unpooled.wrappedBuffer(text.getBytes(UTF_8)));
    }

    private void refused(String path) {
        var reply = gateway.postAsync(path, PLAIN).join();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("upstream_no_room");
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=no_room");
        assertThat(fallback.asked).isEmpty();
    }

    private void answered(String path, String answer) {
        var reply = gateway.postAsync(path, PLAIN).join();

        assertThat(reply.body().equals(answer)).as("status %s", reply.status()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void anAnswerThatComesHoldsItsPlace(String path) {
        Sinks.Empty<Void> end = Sinks.empty();
        upstream.will((asked, response) -> response.header("content-type", "application/json")
                .send(
                        Flux.concat(
                                bytes(LARGE.substring(0, 23_000_000)),
                                end.asMono().then(bytes(LARGE.substring(23_000_000)))),
                        any -> true));
        var first = gateway.postAsync(path, PLAIN);
        await().until(() -> upstream.asked.size() == 1);
        upstream.will(json(LARGE));
        await().untilAsserted(() -> refused(path));
        upstream.will(json(SMALL));
        answered(path, SMALL);
        end.tryEmitEmpty();

        assertThat(first.join().body().equals(LARGE)).isTrue();
        upstream.will(json(LARGE));
        answered(path, LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void anAnswerThatSaysHowLongItWillBeHasItsPlaceFromTheStart(String path) {
        Sinks.Empty<Void> end = Sinks.empty();
        upstream.will((asked, response) -> response.header("content-type", "application/json")
                .header("content-length", "" + LARGE.length())
                .send(Flux.concat(bytes("{"), end.asMono().then(bytes(LARGE.substring(1)))), any -> true));
        var first = gateway.postAsync(path, PLAIN);
        await().until(() -> upstream.asked.size() == 1);
        upstream.will(json(LARGE));
        await().untilAsserted(() -> refused(path));
        end.tryEmitEmpty();

        assertThat(first.join().body().equals(LARGE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void anAnswerThatTheClientDoesNotTakeHoldsItsPlace(String path) throws IOException {
        upstream.will(json(LARGE));
        try (Socket slow = new Socket("127.0.0.1", gateway.server.port())) {
            slow.getOutputStream()
                    .write(("POST " + path
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                    + "Authorization: Bearer " + TestGateway.TOKEN + "\r\nContent-Length: "
                                    + PLAIN.length() + "\r\n\r\n" + PLAIN)
                            .getBytes(UTF_8));
            await().until(() -> slow.getInputStream().available() > 0);

            refused(path);
            assertThat(slow.getInputStream().readAllBytes()).hasSizeGreaterThan(LARGE.length());
        }
        await().untilAsserted(() -> answered(path, LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT_WAY, LONG_WAY})
    void aClientThatGoesAwayGivesItBack(String path) {
        upstream.will((asked, response) -> response.header("content-type", "application/json")
                .send(Flux.concat(bytes(LARGE.substring(0, 23_000_000)), Mono.never()), any -> true));
        var gone = gateway.postAsync(path, PLAIN);
        await().until(() -> upstream.asked.size() == 1);
        upstream.will(json(LARGE));
        await().untilAsserted(() -> refused(path));
        gone.cancel(true);

        await().untilAsserted(() -> answered(path, LARGE));
    }
}
