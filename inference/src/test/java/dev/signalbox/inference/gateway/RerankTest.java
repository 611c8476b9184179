package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.gateway.RerankFixture.ASKED;
import static dev.signalbox.inference.gateway.RerankFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.gateway.RerankFixture.Provider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reranking: two shapes of clients, and every shape of providers. */
class RerankTest {

    private final RerankFixture rerank = new RerankFixture();

    @AfterEach
    void close() {
        rerank.close();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void jinasShapeIn(Provider provider) {
        rerank.activate(provider);

        var reply = rerank.post("/v1/rerank", ASKED.formatted(""));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var results = tree(reply.body()).path("results");
        assertThat(results.size()).isEqualTo(2);
        assertThat(results.path(0).path("index").asInt()).isEqualTo(2);
        assertThat(results.path(0).path("relevance_score").asDouble()).isEqualTo(0.9);
        assertThat(results.path(0).at("/document/text").asString()).isEqualTo("c");
        assertThat(results.path(1).path("index").asInt()).isEqualTo(0);
        assertThat(tree(reply.body()).path("model").asString()).isNotEmpty();
        assertThat(rerank.ranked().path()).isEqualTo(provider.path);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void coheresShapeIn(Provider provider) {
        rerank.activate(provider);

        var reply = rerank.post("/v2/rerank", ASKED.formatted(",\"max_tokens_per_doc\":100"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var results = tree(reply.body()).path("results");
        assertThat(results)
                .isEqualTo(tree("[{\"index\":2,\"relevance_score\":0.9},{\"index\":0,\"relevance_score\":0.2}]"));
        assertThat(tree(reply.body()).path("meta").isObject()).isTrue();
        assertThat(rerank.ranked().path()).isEqualTo(provider.path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VLLM|{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_n\":2}",
                "LLAMACPP|{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_n\":2,\"return_documents\":false}",
                "TEI|{\"query\":\"q\",\"texts\":[\"a\",\"b\",\"c\"],\"truncate\":true}",
                "COHERE|{\"model\":\"acme-1\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_n\":2}",
                "VOYAGE|{\"model\":\"acme-1\",\"query\":\"q\",\"documents\":[\"a\",\"b\",\"c\"],\"top_k\":2}"
            })
    void whatProvidersAreAsked(Provider provider, String expected) {
        rerank.activate(provider);

        rerank.post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"},\"c\"],\"top_n\":2}");

        assertThat(tree(rerank.ranked().text())).isEqualTo(tree(expected));
    }

    @Test
    void coheresOwnShapePassesThrough() {
        rerank.activate(Provider.COHERE);

        var reply = rerank.post("/v2/rerank", ASKED.formatted(",\"max_tokens_per_doc\":100"));

        assertThat(reply.body()).isEqualTo(Provider.COHERE.answer);
        assertThat(rerank.ranked().text()).contains("\"max_tokens_per_doc\":100");
    }

    @Test
    void vllmIsAskedAndAnswersByteForByteWhereItUnderstands() {
        rerank.activate(Provider.VLLM);
        String asked = "{\"query\":\"q\", \"documents\":[\"a\",{\"content\":[]},\"c\"],\"x\":1.0,\"model\":\"m\"}";

        assertThat(rerank.post("/v1/rerank", asked).body()).isEqualTo(Provider.VLLM.answer);
        assertThat(rerank.ranked().text()).isEqualTo(asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "LLAMACPP", "TEI", "VOYAGE"})
    void documentsAreRepeatedOnlyForThoseWhoWantThem(Provider provider) {
        rerank.activate(provider);

        assertThat(rerank.post("/v1/rerank", ASKED.formatted(",\"return_documents\":false"))
                        .body())
                .doesNotContain("document");
        assertThat(rerank.post("/v2/rerank", ASKED.formatted(",\"return_documents\":true"))
                        .body())
                .contains("{\"text\":\"c\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\":\"q\",\"documents\":[7]}",
                "{\"query\":\"q\",\"documents\":[{\"image\":\"x\"}]}",
                "{\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":0}",
                "{\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":\"2\"}",
                "{\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":1000000000000000000000000000000}"
            })
    void wrongRequestsAreRefusedBeforeTheProviderIsAsked(String body) {
        rerank.activate(Provider.LLAMACPP);

        var reply = rerank.post("/v1/rerank", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error().path("code").isNull()).as(reply.body()).isTrue();
        assertThat(rerank.upstream.asked).isEmpty();
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
        rerank.gateway.routes(server(
                1, "llamacpp", rerank.upstream.will(FakeUpstream.json(answer)).baseUrl(), "m"));

        assertThat(rerank.post("/v1/rerank", ASKED.formatted("")).code()).isEqualTo("upstream_malformed_answer");
    }
}
