package dev.signalbox.inference.gateway;

import dev.signalbox.inference.upstream.AnswerJson;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a provider's error really is: its status alone does not tell a spent budget from too many requests, nor a refused
 * key from a wrong request. Only codes and the beginnings of known sentences count: what a client wrote may be repeated
 * further on, and must not be able to shut a provider off.
 */
final class Diagnosis {

    private static final JsonMapper JSON = AnswerJson.MAPPER;

    private static final Set<String> FUNDS = Set.of(
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "billing_error",
            "insufficient_balance",
            "insufficient_credits",
            "quota_exceeded_error");
    private static final List<String> FUNDS_SAID = List.of(
            "You have reached your specified API usage limits",
            "This request would exceed your account's usage limit",
            "Your credit balance is too low",
            "Insufficient Balance",
            "Insufficient credits");
    private static final Set<String> KEY = Set.of("invalid_api_key", "authentication_error", "API_KEY_INVALID");
    private static final List<String> KEY_SAID = List.of("API key not valid", "Incorrect API key provided");
    private static final Set<String> SIZE = Set.of("context_length_exceeded", "request_too_large");
    private static final List<String> SIZE_SAID = List.of(
            "This model's maximum context length is",
            "prompt is too long",
            "the request exceeds the available context size");

    private static final Set<String> RATE = Set.of("rate_limit_error", "rate_limit_exceeded");
    private static final Set<String> LOAD = Set.of("overloaded_error");

    private Diagnosis() {}

    static FailureClass of(int status, byte[] body) {
        FailureClass byStatus = FailureClass.ofStatus(status);
        return switch (byStatus) {
            case REQUEST_REFUSED, FORBIDDEN, RATE_LIMITED -> byBody(byStatus, error(body));
            default -> byStatus;
        };
    }

    /** Of an endpoint that few have a provider may say so only when it is asked: 405, or a 404 that is not the model's. */
    static FailureClass of(Endpoint endpoint, int status, byte[] body) {
        boolean missing = endpoint == Endpoint.RESPONSES
                && (status == 405 || status == 501 || status == 404 && !isOfModel(error(body)));
        return missing ? FailureClass.DIALECT_UNSUPPORTED : of(status, body);
    }

    private static boolean isOfModel(JsonNode error) {
        return error.path("code").asString("").equals("model_not_found")
                || error.path("param").asString("").equals("model")
                || error.path("message").asString("").toLowerCase(Locale.ROOT).contains("model");
    }

    /** For an error that came in an answer whose status said that all is well. */
    static FailureClass inAnswer(byte[] answer) {
        JsonNode error = error(answer);
        int status = error.path("code").asInt(0);
        FailureClass byCode = status >= 400 && status < 600 ? FailureClass.ofStatus(status) : byName(error);
        FailureClass named = byBody(byCode, error);
        return switch (named) {
            case NO_FUNDS, RATE_LIMITED, CREDENTIAL_REFUSED, OVERLOADED, REQUEST_TOO_LARGE -> named;
            default -> FailureClass.ERROR_IN_ANSWER;
        };
    }

    private static FailureClass byName(JsonNode error) {
        if (says(error, RATE, List.of())) {
            return FailureClass.RATE_LIMITED;
        }
        return says(error, LOAD, List.of()) ? FailureClass.OVERLOADED : FailureClass.ERROR_IN_ANSWER;
    }

    private static FailureClass byBody(FailureClass otherwise, JsonNode error) {
        if (says(error, FUNDS, FUNDS_SAID)) {
            return FailureClass.NO_FUNDS;
        }
        if (otherwise == FailureClass.RATE_LIMITED) {
            return otherwise;
        }
        if (says(error, KEY, KEY_SAID)) {
            return FailureClass.CREDENTIAL_REFUSED;
        }
        return says(error, SIZE, SIZE_SAID) ? FailureClass.REQUEST_TOO_LARGE : otherwise;
    }

    private static boolean says(JsonNode error, Set<String> codes, List<String> beginnings) {
        String message = error.path("message").asString("");
        return codes.contains(error.path("code").asString(""))
                || codes.contains(error.path("type").asString(""))
                || error.path("details")
                        .valueStream()
                        .anyMatch(detail -> codes.contains(detail.path("reason").asString("")))
                || beginnings.stream().anyMatch(message::startsWith);
    }

    /** Google wraps its object into an array. */
    private static JsonNode error(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode object = root.isArray() ? root.path(0) : root;
            JsonNode error = object.path("error");
            return error.isObject() ? error : object;
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
