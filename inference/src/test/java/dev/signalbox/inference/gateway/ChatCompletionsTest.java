package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.ROLE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionsTest {

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start();

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void answersWithWhatTheProviderSaysByteForByte() {
        gateway.routes(server(3, upstream.baseUrl()));

        var reply = gateway.chat("{\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(COMPLETION);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("content-length")).isEqualTo(String.valueOf(COMPLETION.length()));
        assertThat(reply.header("x-provider")).isEqualTo("ai_server/3");
        assertThat(reply.header("x-config-revision")).isEqualTo("42");
        assertThat(reply.header("x-request-id")).isNotEmpty();
    }

    @Test
    void handsAStreamOnByteForByte() {
        String[] events = {": OPENROUTER PROCESSING\n\n", ROLE, content("a"), content("b"), DONE};
        gateway.routes(server(3, upstream.will(FakeUpstream.sse(events)).baseUrl()));

        var reply = gateway.chat("{\"messages\":[],\"stream\":true}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(String.join("", events));
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(upstream.asked.getFirst().headers().get("accept")).isEqualTo("text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "application/json", "text/html, Application/*;q=0.1", "text/event-stream"})
    void takesWhatClientsSayThatTheyCanRead(String accept) {
        gateway.routes(server(3, upstream.baseUrl()));

        var reply = gateway.send(gateway.request(TestGateway.CHAT)
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void changesNothingOfTheRequestButTheModel() {
        gateway.routes(server(3, upstream.baseUrl()));

        gateway.chat(" { \"x\" : [1.0, 2e5 ,\"\\u00e4ö\"],\"model\" : \"auto\" ,\"messages\":[{\"a\":{}}] ,\"y\":1}\n");

        assertThat(upstream.asked.getFirst().text())
                .isEqualTo(" { \"x\" : [1.0, 2e5 ,\"\\u00e4ö\"],\"model\" : \"upstream-model\" ,"
                        + "\"messages\":[{\"a\":{}}] ,\"y\":1}\n");
        assertThat(upstream.asked.getFirst().path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void sendsTheProvidersCredentialAndNothingOfTheClients() {
        gateway.routes(withKey(server(3, upstream.baseUrl())));

        var reply = gateway.send(gateway.request("/api/v1/llm/chat/completions")
                .header("Cookie", "session=1")
                .header("X-Api-Key", "mine")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(reply.status()).isEqualTo(200);
        var headers = upstream.asked.getFirst().headers();
        assertThat(headers.getAll("authorization")).containsExactly("Bearer " + KEY);
        assertThat(headers.contains("cookie")).isFalse();
        assertThat(headers.contains("x-api-key")).isFalse();
        assertThat(headers.get("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(reply.http().headers().toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"
            })
    void aTraceThatIsNoneIsNotHandedOn(String traceparent) {
        gateway.routes(server(3, upstream.baseUrl()));

        gateway.send(gateway.request(TestGateway.CHAT)
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(upstream.asked.getFirst().headers().contains("traceparent")).isFalse();
    }
}
