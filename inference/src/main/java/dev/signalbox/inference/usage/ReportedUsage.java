package dev.signalbox.inference.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects what an answer says about its cost, in the shapes of OpenAI (chat, embeddings, responses), Anthropic, Cohere,
 * Jina and OpenRouter. In a stream several events may speak of it; their numbers only grow, so the largest counts.
 */
public final class ReportedUsage {

    /** Longer names are nonsense, and are kept out of records. */
    private static final int MAX_NAME = 200;

    private long input = -1;
    private long output = -1;
    private long total = -1;
    private long cached = -1;
    private long reasoning = -1;
    private long cacheRead = -1;
    private long cacheWritten = -1;
    private long searches = -1;
    private @Nullable BigDecimal cost;
    private @Nullable String model;

    /**
     * Told of each member of an answer or of an event, with the parser on the value. It may leave the parser on the end of
     * that value, never beyond.
     *
     * @return whether this was a usage object
     */
    public boolean member(String name, JsonToken value, JsonParser json) {
        switch (name) {
            case "model" -> model(value, json);
            case "usage", "billed_units" -> {
                if (value == JsonToken.START_OBJECT) {
                    usage(json);
                    return true;
                }
            }
            // Anthropic's first event, OpenAI's responses, Groq's last chunk, Cohere's answers
            case "message", "response", "x_groq", "meta" -> {
                if (value == JsonToken.START_OBJECT) {
                    nested(json);
                }
            }
            default -> {}
        }
        return false;
    }

    private void nested(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("model") || name.equals("usage") || name.equals("billed_units")) {
                member(name, value, json);
            }
            json.skipChildren();
        }
    }

    private void model(JsonToken value, JsonParser json) {
        if (value == JsonToken.VALUE_STRING && json.getString().length() <= MAX_NAME) {
            model = json.getString();
        }
    }

    private void usage(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                count(name, json);
            }
            if (value.isNumeric() && name.equals("cost")) {
                cost(json);
            } else if (value == JsonToken.START_OBJECT && name.endsWith("_tokens_details")) {
                usage(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void count(String name, JsonParser json) {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> input = larger(input, json);
            case "completion_tokens", "output_tokens" -> output = larger(output, json);
            case "total_tokens" -> total = larger(total, json);
            // DeepSeek's name for it is the second
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = larger(cached, json);
            case "reasoning_tokens" -> reasoning = larger(reasoning, json);
            case "cache_read_input_tokens" -> cacheRead = larger(cacheRead, json);
            case "cache_creation_input_tokens" -> cacheWritten = larger(cacheWritten, json);
            case "search_units" -> searches = larger(searches, json);
            default -> {}
        }
    }

    /** What does not fit into an int is no number of tokens. */
    private static long larger(long known, JsonParser json) {
        return json.getNumberType() == JsonParser.NumberType.INT ? Math.max(known, json.getIntValue()) : known;
    }

    private void cost(JsonParser json) {
        double said = json.getDoubleValue();
        if (said >= 0 && said < 1e6) {
            cost = BigDecimal.valueOf(said);
        }
    }

    /** The model that says it answered; null when none was named. */
    public @Nullable String model() {
        return model;
    }

    public Tokens tokens() {
        if (input < 0 && output < 0 && total < 0) {
            return cost == null && searches < 0 ? Tokens.UNKNOWN : new Tokens(-1, -1, -1, -1, -1, cost, searches);
        }
        // Anthropic counts what its cache had or got beside the input, the others within it
        long in = input + Math.max(cacheRead, 0) + Math.max(cacheWritten, 0);
        if (input < 0) {
            in = Math.max(0, total - Math.max(output, 0));
        }
        // some leave reasoning out of the completion, but not out of the total
        long out = Math.max(output, total - in);
        return new Tokens(in, Math.max(out, 0), Math.max(cached, cacheRead), cacheWritten, reasoning, cost, searches);
    }
}
