package dev.signalbox.inference.gateway;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * {@code stream_options} of a request.
 *
 * @param asked whether the client wants to see its stream's usage
 * @param question what to change in the body to have it from the provider; null when nothing is to be changed
 */
record StreamOptions(boolean asked, @Nullable Splice question) {

    private static final String NAME = "stream_options";
    private static final String QUESTION = "\"include_usage\":true";

    /** @param first where the body's first member begins */
    static StreamOptions absent(int first) {
        return new StreamOptions(false, splice(first, first, "\"" + NAME + "\":{" + QUESTION + "},"));
    }

    /** @param json on the value, and left on its end */
    static StreamOptions read(JsonToken value, JsonParser json) {
        int from = offset(json);
        if (value == JsonToken.VALUE_NULL) {
            return new StreamOptions(false, splice(from, from + 4, "{" + QUESTION + "}"));
        }
        if (value != JsonToken.START_OBJECT) {
            throw ApiRequest.refused("Invalid type for '" + NAME + "': expected an object.", NAME);
        }
        StreamOptions found = null;
        boolean empty = true;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            empty = false;
            String name = json.currentName();
            JsonToken option = json.nextToken();
            if (name.equals("include_usage")) {
                found = includeUsage(option, offset(json));
            }
            json.skipChildren();
        }
        if (found != null) {
            return found;
        }
        return new StreamOptions(false, splice(from + 1, from + 1, QUESTION + (empty ? "" : ",")));
    }

    private static StreamOptions includeUsage(JsonToken value, int from) {
        return switch (value) {
            case VALUE_TRUE -> new StreamOptions(true, null);
            case VALUE_FALSE -> new StreamOptions(false, splice(from, from + 5, "true"));
            case VALUE_NULL -> new StreamOptions(false, splice(from, from + 4, "true"));
            default ->
                throw ApiRequest.refused(
                        "Invalid type for '" + NAME + ".include_usage': expected a boolean.", NAME + ".include_usage");
        };
    }

    private static int offset(JsonParser json) {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    private static Splice splice(int from, int to, String by) {
        return new Splice(from, to, by.getBytes(StandardCharsets.US_ASCII));
    }
}
