package dev.signalbox.app.contract;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Sends configuration files as the command line does. */
final class ConfigFixtures {

    static final String PLAN = "/api/v1/admin/config/plan";
    static final String APPLY = "/api/v1/admin/config/apply";
    static final String EXPORT = "/api/v1/admin/config/export";
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
}
