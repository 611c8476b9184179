package dev.signalbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Upstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new Upstream(0);
        Thread.ofVirtual().start(() -> {
            try {
                upstream.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        upstream.stop();
        client.close();
    }

    private HttpResponse<String> ask(String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port() + Target.PATH))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), upstream.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(String body) {
        return "POST / HTTP/1.1\r\nHost: x\r\nCONTENT-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String completion() {
        return StandardCharsets.US_ASCII
                .decode(UpstreamAnswers.COMPLETION[0].duplicate().clear())
                .toString();
    }

    @Test
    void aCompletionIsOneKilobyte() throws Exception {
        HttpResponse<String> answer = ask(Answer.JSON.request);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeBetween(900, 1100).endsWith("}");
        assertThat(Answer.JSON.request).hasSizeBetween(580, 640);
    }

    @Test
    void aStreamIsFiftyChunksOfTwoHundredBytesAndItsEnd() throws Exception {
        String stream = ask(Answer.SSE.request).body();

        assertThat(stream.split("\n\n")).hasSize(51).endsWith("data: [DONE]");
        assertThat(stream.split("\n\n")[0]).hasSizeBetween(180, 220);
        assertThat(ask(Answer.pacedStream()).body()).isEqualTo(stream);
    }

    @Test
    void aRequestInPiecesIsWaitedForAndTheNextOneIsAnsweredOnTheSameConnection() throws Exception {
        try (Socket socket = connect()) {
            InputStream input = socket.getInputStream();
            String request = request("{\"model\":\"m\"}");
            for (int i = 0; i < 3; i++) {
                for (int at = 0; at < request.length(); at += 7) {
                    send(socket, request.substring(at, Math.min(at + 7, request.length())));
                }
                byte[] answer = input.readNBytes(completion().length());

                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo(completion());
            }
        }
    }

    @Test
    void aChunkedRequestIsAnsweredWhenItsLastChunkIsThere() throws Exception {
        try (Socket socket = connect()) {
            send(socket, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

            assertThat(socket.getInputStream().readNBytes(15)).asString().isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void clientsThatVanishAreForgotten() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = connect()) {
                send(socket, request(Answer.pacedStream()));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }

        assertThat(ask(Answer.pacedStream()).body()).endsWith("data: [DONE]\n\n");
    }
}
