package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import dev.signalbox.inference.upstream.AuthHeader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider's refusal in OpenAI's shape, whatever shape it came in: OpenAI's, Anthropic's, vLLM's, FastAPI's or none. */
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
            said = text(root, "error") != null ? text(root, "error") : detail(root.path("detail"));
        }
        if (said == null || auth.isRepeatedIn(new String(body, java.nio.charset.StandardCharsets.UTF_8))) {
            return OpenAiError.badRequest(
                    status,
                    "The provider " + provider + " refused the request with status " + status + ".",
                    null,
                    null);
        }
        String message = said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) : said;
        String type = text(error, "type");
        if ("error".equals(text(root, "type"))) {
            return ofAnthropic(status, message, type == null ? "" : type);
        }
        return new OpenAiError(
                status,
                message,
                type == null ? "invalid_request_error" : type,
                text(error, "param"),
                text(error, "code"));
    }

    /** Its types are what OpenAI has as codes. */
    private static OpenAiError ofAnthropic(int status, String message, String type) {
        boolean model = type.equals("not_found_error") && message.startsWith("model");
        String code = model ? "model_not_found" : type.equals("invalid_request_error") ? null : type;
        return OpenAiError.badRequest(status, message, null, code);
    }

    /** FastAPI's: a text, or what is wrong and where. */
    private static @Nullable String detail(JsonNode detail) {
        if (detail.isString()) {
            return detail.asString();
        }
        String all = detail.valueStream()
                .filter(item -> text(item, "msg") != null)
                .map(item ->
                        item.path("loc").valueStream().map(JsonNode::asString).collect(Collectors.joining(".")) + ": "
                                + text(item, "msg"))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
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
