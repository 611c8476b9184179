package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.Upstream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reranking, which every vendor has in a shape of its own. */
final class RerankDialect implements Dialect {

    /** The shapes of providers. */
    enum Shape {
        JINA,
        COHERE,
        VOYAGE,
        TEI;

        static Shape of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private final boolean asCohere;
    private final Shape shape;

    /** @param asCohere whether the client speaks Cohere's shape, not Jina's */
    RerankDialect(boolean asCohere, Shape shape) {
        this.asCohere = asCohere;
        this.shape = shape;
    }

    @Override
    public Translation translate(byte[] request, String model, Upstream upstream) {
        JsonNode body = Json.request(request);
        RerankRequest asked = RerankRequest.of(body, !asCohere);
        ObjectNode said = shape == Shape.TEI ? tei(asked) : named(asked, model);
        if (shape == Shape.COHERE && body.path("max_tokens_per_doc").isIntegralNumber()) {
            said.set("max_tokens_per_doc", body.path("max_tokens_per_doc"));
        }
        return new Ranked(Json.bytes(said), asked, model);
    }

    /** Has no model to choose and returns all; what is too long is cut, as the others do. */
    private static ObjectNode tei(RerankRequest asked) {
        ObjectNode said = Json.object().put("query", asked.query());
        said.set("texts", texts(asked));
        return said.put("truncate", true);
    }

    private ObjectNode named(RerankRequest asked, String model) {
        ObjectNode said = Json.object().put("model", model).put("query", asked.query());
        said.set("documents", texts(asked));
        if (asked.top() < asked.documents().size()) {
            said.put(shape == Shape.VOYAGE ? "top_k" : "top_n", asked.top());
        }
        if (shape == Shape.JINA) {
            // they are here already
            said.put("return_documents", false);
        }
        return said;
    }

    private static ArrayNode texts(RerankRequest asked) {
        ArrayNode texts = Json.array();
        asked.documents().forEach(texts::add);
        return texts;
    }

    private final class Ranked implements Translation {

        private final byte[] body;
        private final RerankRequest asked;
        private final String model;

        Ranked(byte[] body, RerankRequest asked, String model) {
            this.body = body;
            this.asked = asked;
            this.model = model;
        }

        @Override
        public byte[] body() {
            return body;
        }

        @Override
        public byte[] answer(byte[] said) {
            JsonNode answer = Json.parse(said);
            if (Json.has(answer, "error")) {
                return said;
            }
            RerankAnswer ranked = RerankAnswer.of(answer, asked);
            return Json.bytes(asCohere ? ranked.asCohere() : ranked.asJina(model));
        }

        @Override
        public EventTranslator events() {
            throw new UnsupportedOperationException("Reranking has no streams");
        }
    }
}
