package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import dev.signalbox.inference.upstream.AuthHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider's refusal in OpenAI's shape, whatever shape it came in: OpenAI's, vLLM's, FastAPI's or none. */
final class Refusal {

    private static final JsonMapper JSON = AnswerJson.MAPPER;
    private static final int MAX_MESSAGE = 4096;

    private Refusal() {}

    /** @param auth what was sent as credential, which the answer must not repeat */
    static OpenAiError read(int status, byte[] body, String provider, AuthHeader auth) {
        JsonNode root = parse(body);
        JsonNode error = root.path("error").isObject() ? root.path("error") : root;
        String said = text(error, "message");
        if (said == null) {
            said = text(root, "error") != null ? text(root, "error") : text(root, "detail");
        }
        if (said == null || auth.isRepeatedIn(new String(body, java.nio.charset.StandardCharsets.UTF_8))) {
            return OpenAiError.badRequest(
                    status,
                    "The provider " + provider + " refused the request with status " + status + ".",
                    null,
                    null);
        }
        String type = text(error, "type");
        return new OpenAiError(
                status,
                said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) : said,
                type == null ? "invalid_request_error" : type,
                text(error, "param"),
                text(error, "code"));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.asString() : null;
    }
}
