package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.gateway.RerankFixture.ASKED;
import static dev.signalbox.inference.gateway.RerankFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.routing.Route;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.gateway.RerankFixture.Provider;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a provider reranks, and in which shape: who says so, and who has none. */
class RerankWaysTest {

    private final RerankFixture rerank = new RerankFixture();

    @AfterEach
    void close() {
        rerank.close();
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
        rerank.activate(provider);
        rerank.gateway.routes(saying(
                server(1, kind, rerank.upstream.baseUrl(), "m"), provider.name().toLowerCase()));

        for (String path : List.of("/v1/rerank", "/v2/rerank")) {
            var reply = rerank.post(path, ASKED.formatted(""));

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(tree(reply.body()).at("/results/0/index").asInt()).isEqualTo(2);
            assertThat(rerank.upstream.asked.getLast().path()).isEqualTo(provider.path);
        }
        assertThat(rerank.upstream.asked)
                .as("no need to find it out")
                .noneMatch(asked -> asked.path().equals("/info"));
    }

    @Test
    void aKeysMetadataGoBeforeTheCatalogue() {
        rerank.activate(Provider.VOYAGE);
        rerank.gateway.routes(saying(apiKey(1, "acme"), "jina"));
        rerank.upstream.will(FakeUpstream.json(Provider.JINA.answer));

        assertThat(rerank.post("/v1/rerank", ASKED.formatted("")).body()).isEqualTo(Provider.JINA.answer);
        assertThat(rerank.ranked().text()).contains("\"top_n\":2");
    }

    @Test
    void aKeysMetadataSayThatAVendorReranksWhichTheCatalogueDoesNot() {
        rerank.gateway
                .vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(rerank.upstream.baseUrl(), "openai", List.of())))
                .routes(saying(apiKey(1, "acme"), "voyage"));
        rerank.upstream.will(FakeUpstream.json(Provider.VOYAGE.answer));

        assertThat(rerank.post("/v1/rerank", ASKED.formatted("")).status()).isEqualTo(200);
        assertThat(rerank.ranked().path()).isEqualTo("/v1/rerank");
        assertThat(rerank.ranked().text()).contains("\"top_k\":2");
    }

    @Test
    void ollamaCanNotRerank() {
        rerank.gateway.routes(server(1, "ollama", rerank.upstream.baseUrl(), "m"));

        var reply = rerank.post("/v1/rerank", ASKED.formatted(""));

        assertThat(reply.status()).isEqualTo(501);
        assertThat(reply.error().path("message").asString()).contains("Ollama");
        assertThat(rerank.upstream.asked).isEmpty();
    }

    @Test
    void aVendorWithoutRerankingIsNotAsked() {
        rerank.gateway
                .vendors(InferenceFixtures.catalogue(
                        "acme", InferenceFixtures.vendor(rerank.upstream.baseUrl(), "openai", List.of())))
                .routes(apiKey(1, "acme"));

        assertThat(rerank.post("/v1/rerank", ASKED.formatted("")).status()).isEqualTo(501);
        assertThat(rerank.upstream.asked).isEmpty();
    }
}
