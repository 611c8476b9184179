package dev.signalbox.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends configuration files as the command line does. */
final class ConfigFixtures {

    static final String PLAN = "/api/v1/admin/config/plan";
    static final String APPLY = "/api/v1/admin/config/apply";
    static final String EXPORT = "/api/v1/admin/config/export";
    static final String KEY = "sk-0123456789-ABCD";
    static final String BEGIN = """
            servers:
              gpu-1: {server_type: vllm, base_url: "http://127.0.0.1:9", model_path: llama, use_for_chat: true, api_key: env:GPU}
              gpu-2: {server_type: ollama, base_url: "http://127.0.0.2:9", use_for_chat: true, use_for_embeddings: true}
            api_keys:
              openai/Main: {api_key: env:OPENAI, metadata: {team: a}}
            active:
              chat: {server: gpu-1, fallbacks: [{api_key: openai/Main, model: gpt-x}, {server: gpu-2}]}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private ConfigFixtures() {}

    static String body(String file, Map<String, String> secrets, boolean prune, String... commit) {
        var body = JSON.createObjectNode().put("file", file).put("prune", prune);
        secrets.forEach(body.putObject("secrets")::put);
        if (commit.length > 0) {
            body.put("commit", commit[0]);
        }
        return JSON.writeValueAsString(body);
    }

    static Answer plan(Http admin, String file) {
        return admin.post(PLAN, body(file, Map.of(), false));
    }

    static Answer apply(Http admin, String file) {
        return admin.post(APPLY, body(file, Map.of(), false));
    }

    /** Makes the configuration {@link #BEGIN}, whatever it was. */
    static void begin(Http admin) {
        Answer answer = admin.post(APPLY, body(BEGIN, Map.of("env:GPU", KEY, "env:OPENAI", KEY), true));
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
    }

    /** Line and field of each error. */
    static List<String> errors(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(422);
        return answer.json()
                .path("errors")
                .valueStream()
                .map(error ->
                        error.path("line").asInt() + " " + error.path("field").asString())
                .toList();
    }

    static String readable(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return String.join(
                "\n",
                answer.json()
                        .path("readable")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
    }
}
