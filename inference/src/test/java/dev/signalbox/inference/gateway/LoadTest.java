package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Clients that are slow, stuck or gone: they cost no memory, and no provider's time. */
class LoadTest {

    private static final String STREAM = "{\"messages\":[],\"stream\":true}";
    private static final byte[] CHUNK = content("x".repeat(16_000)).getBytes(StandardCharsets.UTF_8);
    private static final int CHUNKS = 20_000;

    /** What lies in sockets and buffers on the way; a small part of the 320 MB that are there to be sent. */
    private static final long ON_THE_WAY = 24 << 20;

    private final FakeUpstream upstream = new FakeUpstream();
    private final AtomicLong sent = new AtomicLong();
    private TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private void aLongStream() {
        upstream.will((asked, response) -> response.sse()
                .send(
                        Flux.range(0, CHUNKS)
                                .map(i -> {
                                    sent.addAndGet(CHUNK.length);
                                    return Unpooled.wrappedBuffer(CHUNK);
                                })
                                .concatWith(Flux.just(Unpooled.wrappedBuffer(DONE.getBytes(StandardCharsets.UTF_8)))),
                        buffer -> true));
    }

    private Socket ask(String head, String body) throws IOException {
        Socket client = new Socket("127.0.0.1", gateway.server.port());
        client.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private Socket ask(String body) throws IOException {
        return ask(head(body.length()), body);
    }

    private static String head(int length) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + TestGateway.TOKEN + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private void awaitStandstill() {
        AtomicLong before = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(400))
                .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
    }

    @Test
    void aClientThatDoesNotReadStopsTheProvider() throws IOException {
        aLongStream();
        try (Socket client = ask(STREAM)) {
            awaitStandstill();
            assertThat(sent.get()).isLessThan(ON_THE_WAY);

            readToTheEnd(client.getInputStream());

            assertThat(sent.get()).isEqualTo((long) CHUNKS * CHUNK.length);
        }
    }

    private static void readToTheEnd(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        String tail = "";
        while (!tail.contains("[DONE]")) {
            int read = in.read(buffer);
            assertThat(read).as("the stream breaks off").isPositive();
            String text = new String(buffer, 0, read, StandardCharsets.US_ASCII);
            tail = (tail + text).substring(Math.max(0, tail.length() + text.length() - 64));
        }
    }

    @Test
    void aSlowClientIsNoSilentProvider() throws IOException {
        gateway.close();
        gateway = new TestGateway(
                        InferenceFixtures.vault(), TestUpstream.limits(Duration.ofSeconds(30), Duration.ofMillis(300)))
                .routes(server(1, upstream.baseUrl()));
        aLongStream();
        try (Socket client = ask(STREAM)) {
            awaitStandstill();

            readToTheEnd(client.getInputStream());
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOffInTheEnd() throws IOException {
        gateway.close();
        gateway = new TestGateway(InferenceFixtures.vault(), TestUpstream.stall(Duration.ofMillis(500)))
                .routes(server(1, upstream.baseUrl()));
        aLongStream();
        try (Socket client = ask(STREAM)) {
            // a busy machine takes its time to fill all buffers on the way
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(upstream.closed).hasValue(1));
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheCallWithinASecond() throws IOException {
        upstream.will(FakeUpstream.sseThenSilence(content("a")));
        Socket client = ask(STREAM);
        await().until(() -> client.getInputStream().available() > 0);
        client.close();

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(upstream.closed).hasValue(1));
    }
}
