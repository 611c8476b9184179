package dev.signalbox.inference.gateway;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client got. */
record Reply(HttpResponse<String> http) {

    int status() {
        return http.statusCode();
    }

    String body() {
        return http.body();
    }

    String header(String name) {
        return http.headers().firstValue(name).orElse("");
    }

    /** The error, after a check that it has OpenAI's shape: all four keys and nothing else. */
    JsonNode error() {
        JsonNode root = JsonMapper.shared().readTree(body());
        JsonNode error = root.path("error");
        if (root.size() != 1
                || error.size() != 4
                || !error.path("message").isString()
                || !error.has("type")
                || !error.has("param")
                || !error.has("code")) {
            throw new AssertionError("Not OpenAI's shape: " + body());
        }
        return error;
    }

    String code() {
        return error().path("code").asString("");
    }
}
