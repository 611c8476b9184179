package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;

import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.FakeUpstream.Asked;
import dev.signalbox.inference.InferenceFixtures;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that has one provider of rerankings, of whatever kind. */
final class RerankFixture implements AutoCloseable {

    static final String ASKED =
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

        final String path;
        final String answer;

        Provider(String path, String answer) {
            this.path = path;
            this.answer = answer;
        }
    }

    final FakeUpstream upstream = new FakeUpstream();
    final TestGateway gateway = TestGateway.start();

    @Override
    public void close() {
        gateway.close();
        upstream.close();
    }

    void activate(Provider provider) {
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

    Reply post(String path, String body) {
        return gateway.send(
                gateway.request(path).POST(BodyPublishers.ofString(body)).build());
    }

    static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    Asked ranked() {
        return upstream.asked.stream()
                .filter(asked -> asked.method().equals("POST"))
                .findFirst()
                .orElseThrow();
    }
}
