package dev.signalbox.inference.dialect;

import tools.jackson.databind.JsonNode;

/**
 * About how many tokens a request of Anthropic's has, for providers that can't count: about 3.5 letters a token, one for
 * each character beyond ASCII, and fixed figures for what is no text. Meant to be rather too high than too low.
 */
public final class TokenEstimate {

    private static final double LETTERS = 3.5;
    private static final int MESSAGE = 4;
    private static final int IMAGE = 1600;
    private static final int DOCUMENT = 3000;

    private TokenEstimate() {}

    /** As {@code /v1/messages/count_tokens} answers. */
    public static byte[] answer(byte[] request) {
        return Json.bytes(Json.object().put("input_tokens", of(Json.request(request))));
    }

    private static long of(JsonNode request) {
        double tokens = texts(request.path("system")) + texts(request.path("tools"));
        for (JsonNode message : request.path("messages")) {
            tokens += MESSAGE + texts(message.path("content"));
        }
        return (long) Math.ceil(tokens) + MESSAGE;
    }

    /** Of all texts below, names of members included: a tool's schema is read by the model as it stands. */
    private static double texts(JsonNode node) {
        if (node.isString()) {
            return text(node.asString());
        }
        String type = Json.text(node, "type");
        boolean source = node.path("source").isObject()
                && !Json.text(node.path("source"), "type").equals("text");
        if (source && (type.equals("image") || type.equals("document"))) {
            return type.equals("image") ? IMAGE : DOCUMENT;
        }
        double sum = 0;
        for (JsonNode child : node) {
            sum += texts(child);
        }
        for (var member : node.properties()) {
            sum += text(member.getKey());
        }
        return sum;
    }

    private static double text(String text) {
        long ascii = text.chars().filter(c -> c < 128).count();
        return Math.ceil(ascii / LETTERS) + (text.length() - ascii);
    }
}
