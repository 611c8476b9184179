package dev.signalbox.inference.dialect;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is to be ranked.
 *
 * @param documents their texts
 * @param top how many of the best are wanted
 * @param showsDocuments whether the answer repeats them
 */
record RerankRequest(String query, List<String> documents, int top, boolean showsDocuments) {

    static RerankRequest of(JsonNode request, boolean showsByDefault) {
        List<String> documents = new ArrayList<>();
        for (JsonNode document : request.path("documents")) {
            JsonNode text = document.isObject() ? document.path("text") : document;
            if (!text.isString()) {
                throw UntranslatableException.wrong(
                        "documents", "Invalid type for 'documents': expected texts, or objects with a 'text'.");
            }
            documents.add(text.asString());
        }
        JsonNode top = request.path("top_n");
        boolean given = !top.isMissingNode() && !top.isNull();
        if (given && (!top.isIntegralNumber() || top.asLong(0) < 1)) {
            throw UntranslatableException.wrong("top_n", "Invalid value for 'top_n': expected a positive integer.");
        }
        int most = given ? (int) Math.min(top.asLong(), documents.size()) : documents.size();
        boolean shows = request.path("return_documents").asBoolean(showsByDefault);
        return new RerankRequest(Json.text(request, "query"), documents, most, shows);
    }
}
