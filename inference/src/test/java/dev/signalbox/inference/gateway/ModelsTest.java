package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which models there are, and what becomes of the others. */
class ModelsTest {

    private static final String LIST = "{\"object\":\"list\",\"data\":[{\"id\":\"org/a\"},{\"id\":\"b:latest\"}]}";

    private final FakeUpstream upstream = new FakeUpstream()
            .will((asked, response) -> response.header("content-type", "application/json")
                    .sendString(Mono.just(asked.method().equals("GET") ? LIST : COMPLETION)));
    private final TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private Reply get(String path) {
        return gateway.send(gateway.request(path).GET().build());
    }

    private static JsonNode tree(Reply reply) {
        return JsonMapper.shared().readTree(reply.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/org/a", "/v1/models/org%2Fa", "/api/v1/llm/models/org/a"})
    void oneOfThem(String path) {
        var model = tree(get(path));

        assertThat(model.path("id").asString()).isEqualTo("org/a");
        assertThat(model.path("object").asString()).isEqualTo("model");
        assertThat(model.path("owned_by").asString()).isEqualTo("ai_server/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/org/a"})
    void onlyTheHeadOfIt(String path) {
        var reply = gateway.send(gateway.request(path).HEAD().build());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void oneThatIsNotThere() {
        var reply = get("/v1/models/nothing");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("model_not_found");
    }

    @Test
    void anthropicsProvidersAreListedForAnthropicsClients() {
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(upstream.baseUrl(), "anthropic", List.of())))
                .routes(apiKey(1, "acme"));

        var list = tree(gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models"))
                .header("x-api-key", TestGateway.TOKEN)
                .header("anthropic-version", "2023-06-01")
                .GET()
                .build()));

        assertThat(list.path("has_more").asBoolean(true)).isFalse();
        assertThat(list.path("first_id").asString()).isEqualTo("acme-1");
        assertThat(list.path("data").valueStream().map(model -> model.path("id").asString()))
                .containsExactly("acme-1", "b:latest", "default", "org/a");
        assertThat(list.at("/data/0/type").asString()).isEqualTo("model");
        var asked = upstream.asked.getFirst();
        assertThat(asked.headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(asked.headers().get("x-acme")).as("a vendor's own header").isEqualTo("yes");
    }

    @ParameterizedTest
    @CsvSource({"vllm,nothing,404", "ollama,nothing,404", "ollama,b,200", "vllm,org/a,200", "llamacpp,nothing,200"})
    void aModelThatAServersListDoesNotHaveIsAskedOfNobody(String kind, String model, int status) {
        gateway.routes(server(1, kind, upstream.baseUrl(), "org/a"), server(2, upstream.baseUrl()));
        get("/v1/models");
        long before = posts();

        var reply = gateway.chat("{\"messages\":[],\"model\":\"" + model + "\"}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(posts() - before).isEqualTo(status == 200 ? 1 : 0);
        if (status == 404) {
            assertThat(reply.code()).isEqualTo("model_not_found");
        }
    }

    @Test
    void whoseListIsNotKnownIsAsked() {
        assertThat(gateway.chat("{\"messages\":[],\"model\":\"nothing\"}").status())
                .isEqualTo(200);
        assertThat(posts()).isEqualTo(1);
    }

    private long posts() {
        return upstream.asked.stream()
                .filter(asked -> asked.method().equals("POST"))
                .count();
    }
}
