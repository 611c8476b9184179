package dev.signalbox.app.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop ends what it has begun; one that can't start says why, in a sentence. */
@Timeout(240)
class GracefulShutdownIT {

    private static final String CHAT =
            "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":%s}";

    @TempDir
    Path directory = Path.of("");

    @Test
    void whatIsRunningIsAnsweredBeforeTheEnd() throws Exception {
        try (var upstream = new FakeOpenAi("one");
                var node = new SignalboxProcess(directory.resolve("home")).start()) {
            node.write("POST", "/servers", """
                    {"name":"one","server_type":"ollama","base_url":"%s","use_for_chat":true}""".formatted(upstream.baseUrl()));
            node.write("POST", "/active", "{\"purpose\":\"chat\",\"provider_type\":\"ai_server\",\"provider_id\":1}");
            CountDownLatch gate = upstream.gate();
            var plain = chat(node, false);
            var stream = chat(node, true);
            await().until(() -> upstream.asked.stream()
                            .filter(asked -> asked.path().endsWith("/chat/completions"))
                            .count()
                    == 2);
            node.process().destroy();
            // not by a request: one that is still let in waits for the gate as well
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> new Socket(InetAddress.getLoopbackAddress(), node.dataPort).close())
                    .isInstanceOf(IOException.class));
            assertThat(node.process().isAlive()).isTrue();
            gate.countDown();
            assertThat(plain.get().body()).contains("Hello from one");
            assertThat(stream.get().body()).contains(" from one").endsWith("data: [DONE]\n\n");
            assertThat(node.process().waitFor()).isIn(0, 143);
            assertThat(node.log()).doesNotContain(" ERROR ", "\tat ");
        }
    }

    @Test
    void refusalsToStartAreOneSentence() throws Exception {
        Path home = directory.resolve("home");
        try (var first = new SignalboxProcess(home).start();
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(new SignalboxProcess(home), "already running on " + home.toRealPath());
            int port = taken.getLocalPort();
            refused(other("control").with("server.port", port), "" + port);
            refused(other("data").with("signalbox.data-port", port), "can't listen on 127.0.0.1:" + port);
            refused(
                    other("database").with("signalbox.database.url", "jdbc:postgresql://127.0.0.1:9/none"),
                    "The database can't be reached");
            assertThat(first.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    private SignalboxProcess other(String name) {
        return new SignalboxProcess(directory.resolve(name));
    }

    private static void refused(SignalboxProcess node, String message) throws InterruptedException {
        Process process = node.launch();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(message).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(node.log()).contains(message).doesNotContain("\tat ");
        node.close();
    }

    private static CompletableFuture<HttpResponse<String>> chat(SignalboxProcess node, boolean streamed) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return node.chat(CHAT.formatted(streamed));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
