package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no provider ever hears of. */
class BadInputTest {

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        assertThat(upstream.asked).isEmpty();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "\"text\"",
                "{",
                "{\"messages\":[]",
                "{\"messages\":[]} {}",
                "{\"messages\":[],}",
                "{\"x\":1}",
                "{\"messages\":{}}",
                "{\"messages\":null}",
                "{\"messages\":[],\"model\":7}",
                "{\"messages\":[],\"model\":\"a\",\"model\":\"b\"}",
                "{\"messages\":[],\"model\":null,\"mod\\u0065l\":\"b\"}",
                "{\"messages\":[],\"stream\":\"yes\"}"
            })
    void malformedBodies(String body) {
        var reply = gateway.chat(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("type").asString()).isEqualTo("invalid_request_error");
    }

    @Test
    void tooDeep() {
        assertThat(gateway.chat("{\"messages\":" + "[".repeat(1000) + "]".repeat(1000) + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tooLarge() {
        String body = "{\"messages\":[\"" + "x".repeat(300_000) + "\"]}";

        assertThat(gateway.chat(body).code()).isEqualTo("request_too_large");
        assertThat(gateway.send(gateway.request(TestGateway.CHAT)
                                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                                .build())
                        .status())
                .isEqualTo(413);
    }

    @Test
    void notJson() {
        var reply = gateway.send(HttpRequest.newBuilder(gateway.uri(TestGateway.CHAT))
                .header("Authorization", "Bearer " + TestGateway.TOKEN)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.code()).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png, application/xml;q=0.9", "nonsense"})
    void whoCanReadNoAnswer(String accept) {
        var reply = gateway.send(gateway.request(TestGateway.CHAT)
                .header("Accept", accept)
                .POST(BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(reply.status()).isEqualTo(406);
        assertThat(reply.code()).isEqualTo("not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic sbx_test", "sbx_test"})
    void strangers(String authorization) {
        var reply = gateway.send(HttpRequest.newBuilder(gateway.uri(TestGateway.CHAT))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"messages\":[]}"))
                .build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("invalid_api_key");
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/nothing,404", "GET,/v1/chat/completions,405", "GET,/,404", "GET,/livez,200", "PUT,/livez,405"
    })
    void otherPathsAndMethods(String method, String path, int status) {
        var reply = gateway.send(
                gateway.request(path).method(method, BodyPublishers.noBody()).build());

        assertThat(reply.status()).isEqualTo(status);
        if (!path.equals("/livez")) {
            assertThat(reply.error().path("message").asString()).isNotEmpty();
        }
    }

    @Test
    void noActiveProvider() {
        var reply = gateway.routes().chat("{\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("no_active_provider");
        assertThat(reply.error().path("message").asString()).contains("POST /api/v1/llm-config/active");
        assertThat(reply.header("x-config-revision")).isEqualTo("42");
    }

    @Test
    void noSnapshotYet() {
        try (TestGateway young = TestGateway.start()) {
            assertThat(young.chat("{\"messages\":[]}").code()).isEqualTo("not_ready");
        }
    }

    @Test
    void aDialectThatIsNotSpokenHere() {
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(upstream.baseUrl(), "klingon", List.of())))
                .routes(apiKey(1, "acme"));

        assertThat(gateway.chat("{\"messages\":[]}").status()).isEqualTo(501);
    }

    @Test
    void aCredentialThatCanNotBeOpened() {
        try (TestGateway locked = new TestGateway(InferenceFixtures.closedVault(), TestUpstream.patient())) {
            locked.routes(InferenceFixtures.withKey(server(1, upstream.baseUrl())));

            assertThat(locked.chat("{\"messages\":[]}").code()).isEqualTo("upstream_credential_unavailable");
        }
    }

    @Test
    void aPortThatIsTaken() {
        assertThatIllegalStateException()
                .isThrownBy(gateway.rival()::start)
                .withMessageContaining(gateway.server.port() + "")
                .withMessageContaining("signalbox.data-port");
    }
}
