package dev.signalbox.inference.dialect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A ranking, best first, whatever shape it came in. */
final class RerankAnswer {

    private record Rank(int index, double score) {}

    private final RerankRequest asked;
    private final JsonNode said;
    private final List<Rank> ranks;

    private RerankAnswer(RerankRequest asked, JsonNode said, List<Rank> ranks) {
        this.asked = asked;
        this.said = said;
        this.ranks = ranks;
    }

    /** Jina, Cohere and vLLM have {@code results}, Voyage has {@code data}, and TEI an array and nothing else. */
    static RerankAnswer of(JsonNode said, RerankRequest asked) {
        JsonNode results = said.isArray() ? said : said.path(said.has("results") ? "results" : "data");
        if (!results.isArray()) {
            throw new MalformedAnswerException("No results");
        }
        List<Rank> ranks = new ArrayList<>();
        for (JsonNode result : results) {
            JsonNode index = result.path("index");
            JsonNode score = result.path(result.has("relevance_score") ? "relevance_score" : "score");
            boolean known = index.isIntegralNumber()
                    && index.asLong() >= 0
                    && index.asLong() < asked.documents().size();
            if (!known || !score.isNumber()) {
                throw new MalformedAnswerException("No rank");
            }
            ranks.add(new Rank(index.asInt(), score.asDouble()));
        }
        ranks.sort(Comparator.comparingDouble(Rank::score).reversed());
        return new RerankAnswer(asked, said, ranks.subList(0, Math.min(asked.top(), ranks.size())));
    }

    ObjectNode asJina(String model) {
        String named = Json.text(said, "model");
        ObjectNode answer = Json.object().put("model", named.isEmpty() ? model : named);
        answer.putObject("usage").put("total_tokens", tokens());
        answer.set("results", results());
        return answer;
    }

    ObjectNode asCohere() {
        ObjectNode answer = Json.object();
        if (Json.has(said, "id")) {
            answer.set("id", said.path("id"));
        }
        answer.set("results", results());
        ObjectNode meta = answer.putObject("meta");
        meta.putObject("api_version").put("version", "2");
        meta.putObject("tokens").put("input_tokens", tokens());
        return answer;
    }

    private ArrayNode results() {
        ArrayNode results = Json.array();
        for (Rank rank : ranks) {
            ObjectNode result = results.addObject().put("index", rank.index()).put("relevance_score", rank.score());
            if (asked.showsDocuments()) {
                result.putObject("document").put("text", asked.documents().get(rank.index()));
            }
        }
        return results;
    }

    private long tokens() {
        JsonNode usage = said.path("usage");
        JsonNode total = usage.path(usage.has("total_tokens") ? "total_tokens" : "prompt_tokens");
        return total.asLong(
                said.path("meta").path("tokens").path("input_tokens").asLong(0));
    }
}
