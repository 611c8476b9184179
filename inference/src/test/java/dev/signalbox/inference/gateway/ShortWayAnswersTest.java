package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.gateway.ShortWayTest.readTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a provider's answer, and of its connection, when requests are passed on as bytes. */
class ShortWayAnswersTest {

    private static final String PLAIN = "{\"messages\":[]}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void aProvidersInterimAnswerIsNone() throws IOException {
        try (ServerSocket provider = new ServerSocket(0)) {
            gateway.routes(server(3, "http://127.0.0.1:" + provider.getLocalPort()));
            CompletableFuture<Reply> reply = gateway.chatAsync(PLAIN);
            try (Socket asked = provider.accept()) {
                readTo(asked, "\"messages\":[]}");
                OutputStream out = asked.getOutputStream();
                out.write(("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
                                + "content-type: application/json\r\ncontent-length: " + COMPLETION.length()
                                + "\r\n\r\n"
                                + COMPLETION)
                        .getBytes(StandardCharsets.US_ASCII));

                assertThat(reply.join().body()).isEqualTo(COMPLETION);
            }
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsWhole() throws IOException {
        try (ServerSocket provider = new ServerSocket(0)) {
            gateway.routes(server(3, "http://127.0.0.1:" + provider.getLocalPort()));
            CompletableFuture<Reply> reply = gateway.chatAsync(PLAIN);
            try (Socket asked = provider.accept()) {
                readTo(asked, "\"messages\":[]}");
                asked.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n" + COMPLETION)
                                .getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(reply.join().body()).isEqualTo(COMPLETION);
        }
    }

    @Test
    void connectionsOfProvidersAreKept() {
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.chat(PLAIN).status()).isEqualTo(200);
        }

        assertThat(upstream.asked).hasSize(5);
        assertThat(upstream.closed).hasValue(0);
    }

    @Test
    void aLongAnswerInOnePieceComesWhole() {
        String text = "y".repeat(200_000);
        upstream.will(json(COMPLETION.replace("hello", text)));

        assertThat(gateway.chat(PLAIN).body()).contains(text);
        assertThat(gateway.shortCalls.taken()).isEqualTo(1);
    }
}
