package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.FakeUpstream.Asked;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.gateway.TestGateway.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reranking: two shapes of clients, and every shape of providers. */
class RerankTest {

    private static final String ASKED =
            "{\"model\":\"default\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_n\":2%s}";

    /** Providers, each with the answer that it would give. */
    enum Provider {
        VLLM("/v1/rerank", """
                {"id":"r","model":"m","usage":{"total_tokens":9},"results":[
                 {"index":2,"document":{"text":"c"},"relevance_score":0.9},{"index":0,"document":{"text":"a"},"relevance_score":0.2}]}"""),
        LLAMACPP("/v1/rerank", """
                {"model":"m","object":"list","usage":{"prompt_tokens":9,"total_tokens":9},"results":[
                 {"index":0,"relevance_score":0.2},{"index":1,"relevance_score":-3.5},{"index":2,"relevance_score":0.9}]}"""),
        TEI("/rerank", """
                [{"index":0,"score":0.2},{"index":2,"score":0.9},{"index":1,"score":0.1}]"""),
        COHERE("/v2/rerank", """
                {"id":"r","results":[{"index":2,"relevance_score":0.9},{"index":0,"relevance_score":0.2}],
                 "meta":{"billed_units":{"search_units":1}}}"""),
        JINA("/v1/rerank", """
                {"model":"m","usage":{"total_tokens":9},"results":[
                 {"index":2,"relevance_score":0.9,"document":{"text":"c"}},{"index":0,"relevance_score":0.2,"document":{"text":"a"}}]}"""),
        VOYAGE("/v1/rerank", """
                {"object":"list","model":"m","usage":{"total_tokens":9},"data":[
                 {"index":2,"relevance_score":0.9},{"index":0,"relevance_score":0.2}]}""");

        private final String path;
        private final String answer;

        Provider(String path, String answer) {
            this.path = path;
            this.answer = answer;
        }
    }

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start();

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private void activate(Provider provider) {
        upstream.will((asked, response) -> response.header("content-type", "application/json")
                .sendString(Mono.just(asked.path().equals("/info") ? info(provider) : provider.answer)));
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme",
                        InferenceFixtures.vendor(
                                upstream.baseUrl(),
                                "openai",
                                List.of(),
                                new Vendor.Rerank(
                                        upstream.baseUrl() + provider.path,
                                        provider.name().toLowerCase()),
                                Set.of())))
                .routes(route(provider));
    }

    private static String info(Provider provider) {
        return provider == Provider.TEI
                ? "{\"model_id\":\"bge\",\"model_type\":{\"reranker\":{\"id2label\":{}}},\"max_client_batch_size\":32}"
                : "{\"title\":\"another server\"}";
    }

    private Route route(Provider provider) {
        return switch (provider) {
            case VLLM -> server(1, "vllm", upstream.baseUrl(), "m");
            case LLAMACPP -> server(1, "llamacpp", upstream.baseUrl(), "m");
            case TEI ->
                new Route(
                        server(1, upstream.baseUrl()).provider(),
                        "tei",
                        "openai-compatible",
                        upstream.baseUrl(),
                        null,
                        null,
                        true);
            case COHERE, JINA, VOYAGE -> apiKey(1, "acme");
        };
    }

    private Reply post(String path, String body) {
        return gateway.send(
                gateway.request(path).POST(BodyPublishers.ofString(body)).build());
    }

    private static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private Asked ranked() {
        return upstream.asked.stream()
                .filter(asked -> asked.method().equals("POST"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void jinasShapeIn(Provider provider) {
        activate(provider);

        var reply = post("/v1/rerank", ASKED.formatted(""));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var results = tree(reply.body()).path("results");
        assertThat(results.size()).isEqualTo(2);
        assertThat(results.path(0).path("index").asInt()).isEqualTo(2);
        assertThat(results.path(0).path("relevance_score").asDouble()).isEqualTo(0.9);
        assertThat(results.path(0).at("/document/text").asString()).isEqualTo("c");
        assertThat(results.path(1).path("index").asInt()).isEqualTo(0);
        assertThat(tree(reply.body()).path("model").asString()).isNotEmpty();
        assertThat(ranked().path()).isEqualTo(provider.path);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void coheresShapeIn(Provider provider) {
        activate(provider);

        var reply = post("/v2/rerank", ASKED.formatted(",\"max_tokens_per_doc\":100"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var results = tree(reply.body()).path("results");
        assertThat(results)
                .isEqualTo(tree("[{\"index\":2,\"relevance_score\":0.9},{\"index\":0,\"relevance_score\":0.2}]"));
        assertThat(tree(reply.body()).path("meta").isObject()).isTrue();
        assertThat(ranked().path()).isEqualTo(provider.path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LLAMACPP|{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_n\":2,\"return_documents\":false}",
                "TEI|{\"query\":\"q\",\"texts\":[\"a\",\"b\",\"c\"],\"truncate\":true}",
                "COHERE|{\"model\":\"acme-1\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_n\":2}",
                "VOYAGE|{\"model\":\"acme-1\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_k\":2}"
            })
    void whatProvidersAreAsked(Provider provider, String expected) {
        activate(provider);

        post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"},\"c\"],\"top_n\":2}");

        assertThat(tree(ranked().text())).isEqualTo(tree(expected));
    }

    @Test
    void coheresOwnShapePassesThrough() {
        activate(Provider.COHERE);

        var reply = post("/v2/rerank", ASKED.formatted(",\"max_tokens_per_doc\":100"));

        assertThat(reply.body()).isEqualTo(Provider.COHERE.answer);
        assertThat(ranked().text()).contains("\"max_tokens_per_doc\":100");
    }

    @Test
    void documentsAreRepeatedOnlyForThoseWhoWantThem() {
        activate(Provider.TEI);

        assertThat(post("/v1/rerank", ASKED.formatted(",\"return_documents\":false"))
                        .body())
                .doesNotContain("document");
        assertThat(post("/v2/rerank", ASKED.formatted(",\"return_documents\":true"))
                        .body())
                .contains("{\"text\":\"c\"}");
    }

    private Route saying(Route route, String dialect) {
        return new Route(
                route.provider(),
                route.name(),
                route.kind(),
                route.baseUrl(),
                route.secret(),
                route.model(),
                true,
                dialect);
    }

    /** Whatever a server's type is: the operator knows better. */
    @ParameterizedTest
    @CsvSource({"TEI, vllm", "COHERE, vllm", "VOYAGE, openai-compatible", "JINA, ollama"})
    void aServersMetadataSayTheShape(Provider provider, String kind) {
        activate(provider);
        gateway.routes(
                saying(server(1, kind, upstream.baseUrl(), "m"), provider.name().toLowerCase()));

        for (String path : List.of("/v1/rerank", "/v2/rerank")) {
            var reply = post(path, ASKED.formatted(""));

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(tree(reply.body()).at("/results/0/index").asInt()).isEqualTo(2);
            assertThat(upstream.asked.getLast().path()).isEqualTo(provider.path);
        }
        assertThat(upstream.asked)
                .as("no need to find it out")
                .noneMatch(asked -> asked.path().equals("/info"));
    }

    @Test
    void aKeysMetadataGoBeforeTheCatalogue() {
        activate(Provider.VOYAGE);
        gateway.routes(saying(apiKey(1, "acme"), "jina"));
        upstream.will(FakeUpstream.json(Provider.JINA.answer));

        assertThat(post("/v1/rerank", ASKED.formatted("")).body()).isEqualTo(Provider.JINA.answer);
        assertThat(ranked().text()).contains("\"top_n\":2");
    }

    @Test
    void aKeysMetadataSayThatAVendorReranksWhichTheCatalogueDoesNot() {
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(upstream.baseUrl(), "openai", List.of())))
                .routes(saying(apiKey(1, "acme"), "voyage"));
        upstream.will(FakeUpstream.json(Provider.VOYAGE.answer));

        assertThat(post("/v1/rerank", ASKED.formatted("")).status()).isEqualTo(200);
        assertThat(ranked().path()).isEqualTo("/v1/rerank");
        assertThat(ranked().text()).contains("\"top_k\":2");
    }

    @Test
    void ollamaCanNotRerank() {
        gateway.routes(server(1, "ollama", upstream.baseUrl(), "m"));

        var reply = post("/v1/rerank", ASKED.formatted(""));

        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.error().path("message").asString()).contains("Ollama");
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void aVendorWithoutRerankingIsNotAsked() {
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(upstream.baseUrl(), "openai", List.of())))
                .routes(apiKey(1, "acme"));

        assertThat(post("/v1/rerank", ASKED.formatted("")).status()).isEqualTo(501);
        assertThat(upstream.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\":\"q\",\"documents\":[7]}",
                "{\"query\":\"q\",\"documents\":[{\"image\":\"x\"}]}",
                "{\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":0}",
                "{\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":\"2\"}"
            })
    void wrongRequestsAreRefusedBeforeTheProviderIsAsked(String body) {
        activate(Provider.LLAMACPP);

        assertThat(post("/v1/rerank", body).status()).isEqualTo(400);
        assertThat(upstream.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"results\":[{\"index\":3,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":-1,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0}]}",
                "{\"x\":[]}"
            })
    void aRankingOfSomethingElseIsNone(String answer) {
        gateway.routes(
                server(1, "llamacpp", upstream.will(FakeUpstream.json(answer)).baseUrl(), "m"));

        assertThat(post("/v1/rerank", ASKED.formatted("")).code()).isEqualTo("upstream_malformed_answer");
    }
}
