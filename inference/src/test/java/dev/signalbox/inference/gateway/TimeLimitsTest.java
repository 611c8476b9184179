package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** The limits of time that need a provider which really does not accept, or never ends; on the short way and on the long one. */
class TimeLimitsTest {

    private static final String CHAT = "{\"messages\":[]}";
    private static final String STREAM = "{\"messages\":[],\"stream\":true}";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final FakeUpstream fallback = new FakeUpstream();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(fallback));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private TestGateway gateway(Duration connect, Duration stream) {
        TestGateway gateway = new TestGateway(InferenceFixtures.vault(), TestUpstream.times(connect, stream));
        open.addFirst(gateway);
        return gateway;
    }

    /** A backlog that is full: the kernel does not answer who wants to connect. */
    private String neverAccepts() throws IOException {
        ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(deaf);
        try {
            while (true) {
                Socket fills = new Socket();
                open.add(fills);
                fills.connect(new InetSocketAddress("127.0.0.1", deaf.getLocalPort()), 300);
            }
        } catch (SocketTimeoutException full) {
            return "http://127.0.0.1:" + deaf.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions, 1", "/v1/messages, 0"})
    void whoDoesNotAcceptIsGivenUpForTheNext(String path, int taken) throws IOException {
        TestGateway gateway = gateway(SHORT, LONG).routes(server(1, neverAccepts()), server(2, fallback.baseUrl()));

        Reply reply = gateway.send(gateway.request(path)
                .POST(BodyPublishers.ofString(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":9}"))
                .build());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=connect_timeout");
        assertThat(gateway.shortCalls.taken()).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, STREAM})
    void whenNobodyElseIsThereThatIsTheAnswer(String body) throws IOException {
        Reply reply = gateway(SHORT, LONG).routes(server(1, neverAccepts())).chat(body);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.code()).isEqualTo("upstream_connect_timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vllm", "ollama"})
    void aStreamThatNeverEndsIsEnded(String kind) {
        FakeUpstream endless = new FakeUpstream()
                .will((asked, response) -> response.sse()
                        .send(Flux.interval(Duration.ofMillis(20)).map(tick -> bytes(content("a"))), buffer -> true));
        open.add(endless);
        TestGateway gateway = gateway(LONG, SHORT).routes(server(1, kind, endless.baseUrl(), "m"));
        String path = kind.equals("vllm") ? TestGateway.CHAT : "/api/v1/llm/completions";

        Reply reply = gateway.send(gateway.request(path)
                .POST(BodyPublishers.ofString("{\"messages\":[],\"prompt\":\"x\",\"stream\":true}"))
                .build());

        assertThat(reply.body())
                .startsWith(content("a"))
                .endsWith("\"code\":\"upstream_total_timeout\"}}\n\n")
                .doesNotContain("[DONE]");
        assertThat(gateway.shortCalls.taken()).isEqualTo(kind.equals("vllm") ? 1 : 0);
        assertThat(gateway.record().answered().errorCode()).isEqualTo("upstream_total_timeout");
        assertThat(gateway.record().answered().nanos())
                .as("not the longer idle time")
                .isLessThan(LONG.toNanos() / 2);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
