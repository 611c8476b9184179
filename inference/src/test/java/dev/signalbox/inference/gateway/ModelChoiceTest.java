package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.catalogue;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.vendor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.routing.Route;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.FakeUpstream.Asked;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Which model a provider is asked for. */
class ModelChoiceTest {

    private final FakeUpstream upstream = new FakeUpstream();
    private final FakeUpstream broken = new FakeUpstream().will(status(500, ""));
    private final TestGateway gateway = TestGateway.start();

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
        broken.close();
    }

    private static Route withoutModel(FakeUpstream upstream) {
        Route route = server(2, upstream.baseUrl());
        return new Route(route.provider(), route.name(), route.kind(), route.baseUrl(), null, null, true);
    }

    private String modelAsked() {
        Asked last = upstream.asked.getLast();
        return JsonMapper.shared().readTree(last.body()).path("model").asString("absent");
    }

    @ParameterizedTest
    @CsvSource({
        "'',upstream-model",
        "'\"model\":null,',upstream-model",
        "'\"model\":\"default\",',upstream-model",
        "'\"model\":\"auto\",',upstream-model",
        "'\"model\":\"mine\",',mine"
    })
    void primary(String member, String expected) {
        gateway.routes(server(1, upstream.baseUrl())).chat("{" + member + "\"messages\":[]}");

        assertThat(modelAsked()).isEqualTo(expected);
    }

    @Test
    void aFallbackIsAskedForItsOwnModel() {
        gateway.routes(server(1, broken.baseUrl()), server(2, upstream.baseUrl()))
                .chat("{\"model\":\"mine\",\"messages\":[]}");

        assertThat(modelAsked()).isEqualTo("upstream-model");
    }

    @Test
    void aFallbackWithoutAModelIsAskedForTheClients() {
        gateway.routes(server(1, broken.baseUrl()), withoutModel(upstream))
                .chat("{\"model\":\"mine\",\"messages\":[]}");

        assertThat(modelAsked()).isEqualTo("mine");
    }

    @Test
    void aServerWithoutAModelIsAskedOnceWhatItHas() {
        upstream.will((asked, response) -> json(asked.path().equals("/v1/models")
                        ? "{\"data\":[{\"id\":\"first\"},{\"id\":\"2\"}]}"
                        : COMPLETION)
                .answer(asked, response));
        gateway.routes(withoutModel(upstream));

        gateway.chat("{\"messages\":[]}");
        gateway.chat("{\"messages\":[]}");

        assertThat(modelAsked()).isEqualTo("first");
        assertThat(upstream.asked)
                .filteredOn(asked -> asked.path().equals("/v1/models"))
                .hasSize(1);
    }

    @Test
    void aServerThatNamesNoneCanNotBeAskedForTheDefault() {
        upstream.will(json("{\"data\":[]}"));

        var reply = gateway.routes(withoutModel(upstream)).chat("{\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("upstream_no_model");
    }

    @Test
    void aKeyWithoutAModelIsAskedForItsVendorsAtTheVendorsAddress() {
        gateway.vendors(catalogue("acme", vendor(upstream.baseUrl(), "openai", List.of())))
                .routes(apiKey(5, "acme"));

        var reply = gateway.chat("{\"messages\":[]}");

        assertThat(reply.header("x-provider")).isEqualTo("api_key/5");
        assertThat(modelAsked()).isEqualTo("acme-1");
        assertThat(upstream.asked.getFirst().headers().get("x-acme")).isEqualTo("yes");
    }
}
