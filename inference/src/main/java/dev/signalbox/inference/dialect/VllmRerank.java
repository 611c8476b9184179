package dev.signalbox.inference.dialect;

import dev.signalbox.inference.upstream.Upstream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jina's shape at vLLM, which has it but for two things: a document is a text there and no object with one, and comes back
 * whether it is wanted or not. Where neither matters all passes through.
 */
final class VllmRerank implements Dialect {

    @Override
    public Translation translate(byte[] request, String model, Upstream upstream) {
        ObjectNode asked = (ObjectNode) Json.request(request);
        boolean shows = asked.path("return_documents").asBoolean(true);
        ArrayNode texts = texts(asked.path("documents"));
        if (texts == null) {
            return new Ranked(null, shows);
        }
        asked.put("model", model).set("documents", texts);
        return new Ranked(Json.bytes(asked), shows);
    }

    /** Null when they are as vLLM takes them already. */
    private static @Nullable ArrayNode texts(JsonNode documents) {
        ArrayNode texts = Json.array();
        boolean changed = false;
        for (JsonNode document : documents) {
            boolean text = document.path("text").isString();
            texts.add(text ? document.path("text") : document);
            changed |= text;
        }
        return changed ? texts : null;
    }

    private record Ranked(byte @Nullable [] body, boolean shows) implements Translation {

        @Override
        public byte[] answer(byte[] said) {
            if (shows) {
                return said;
            }
            JsonNode answer = Json.parse(said);
            for (JsonNode result : answer.path("results")) {
                if (result instanceof ObjectNode rank) {
                    rank.remove("document");
                }
            }
            return Json.bytes(answer);
        }

        @Override
        public EventTranslator events() {
            throw new UnsupportedOperationException("Reranking has no streams");
        }
    }
}
