package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.InferenceFixtures;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Embeddings in base64, whatever the provider can. */
class EmbeddingsTest {

    private static final String BASE64 =
            "{ \"input\":[\"a\"], \"encoding_format\":\"base64\",\"model\":\"m\",\"x\":1.0}";
    private static final String NUMBERS = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
            + "\"embedding\" : [1, -0.5]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
    private static final String ENCODED = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
            + "\"embedding\":\"AACAPwAAAL8=\"}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";

    private final FakeUpstream upstream = new FakeUpstream().will(json(NUMBERS));
    private final TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private Reply embed(String body) {
        return gateway.send(gateway.request("/v1/embeddings")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void numbersArePutIntoBase64ForWhoAsksForIt() {
        var reply = embed(BASE64);

        assertThat(JsonMapper.shared().readTree(reply.body()))
                .isEqualTo(JsonMapper.shared().readTree(ENCODED));
        assertThat(upstream.asked.getFirst().text()).isEqualTo(BASE64);
    }

    @Test
    void numbersStayNumbersForOthers() {
        assertThat(embed("{\"input\":\"a\",\"encoding_format\":\"float\"}").body())
                .isEqualTo(NUMBERS);
        assertThat(embed("{\"input\":\"a\"}").body()).isEqualTo(NUMBERS);
    }

    @Test
    void base64StaysAsItIs() {
        upstream.will(json(ENCODED));

        assertThat(embed(BASE64).body()).isEqualTo(ENCODED);
    }

    @Test
    void aVendorThatKnowsOnlyNumbersIsNotAskedForMore() {
        gateway.vendors(InferenceFixtures.catalogue(
                        "acme",
                        InferenceFixtures.vendor(
                                upstream.baseUrl(), "openai", List.of(), null, Set.of("float-embeddings"))))
                .routes(apiKey(1, "acme"));

        assertThat(embed(BASE64).body()).contains("AACAPwAAAL8=");
        assertThat(upstream.asked.getFirst().text())
                .doesNotContain("encoding_format")
                .contains("\"x\":1.0");
    }

    @Test
    void whatIsNoNumberIsNoEmbedding() {
        upstream.will(json("{\"data\":[{\"embedding\":[\"a\"]}]}"));

        assertThat(embed(BASE64).code()).isEqualTo("upstream_malformed_answer");
    }
}
