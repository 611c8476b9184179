package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.key;
import static dev.signalbox.app.contract.Fixtures.server;
import static dev.signalbox.app.contract.Problems.assertInvalid;
import static dev.signalbox.app.contract.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: the answer is a problem that tells no internals, and nothing is written. */
class BadInputIT extends NothingIsWritten {

    private static final String CANARY = "sk-CANARY-0123456789";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"text\"",
                "7",
                "{\"name\": }",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "\u0000"
            })
    void bodiesThatAreNoJsonObject(String body) {
        for (String path : new String[] {SERVERS, KEYS, ACTIVE}) {
            Answer answer = admin.post(path, body);
            assertProblem(answer);
            assertThat(answer.status()).as(answer::toString).isIn(400, 422);
        }
        assertProblem(admin.put(SERVERS + "/" + server, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "99999999999999999999", "1;2", "-"})
    void idsThatAreNoNumbers(String id) {
        for (String path : new String[] {SERVERS, KEYS}) {
            assertRejected(admin.get(path + "/" + id));
            assertRejected(admin.put(path + "/" + id, "{}"));
            assertRejected(admin.delete(path + "/" + id));
        }
    }

    private static void assertRejected(Answer answer) {
        assertProblem(answer);
        assertThat(answer.status()).as(answer::toString).isIn(400, 404);
    }

    @Test
    void wrongParameters() {
        assertRejected(admin.get(SERVERS + "?enabled_only=perhaps"));
        assertRejected(admin.get(CONFIG + "/audit?limit=0"));
        assertRejected(admin.get(CONFIG + "/audit?limit=x"));
        assertRejected(admin.get(CONFIG + "/audit?cursor=x"));
        assertRejected(admin.get(CONFIG + "/audit?from=yesterday"));
        assertRejected(admin.get(CONFIG + "/audit?user=a%00b"));
    }

    @Test
    void bodiesThatAreTooLarge() {
        Answer answer = admin.post(SERVERS, "{\"name\": \"" + "x".repeat(300_000) + "\"}");
        assertProblem(answer);
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void wrongContentTypesMethodsAndPaths() {
        Answer form =
                admin.with("Content-Type", "application/x-www-form-urlencoded").post(SERVERS, "name=a");
        assertProblem(form);
        assertThat(form.status()).isEqualTo(415);
        Answer patch = admin.send("PATCH", SERVERS + "/" + server, "{}");
        assertProblem(patch);
        assertThat(patch.status()).isEqualTo(405);
        Answer unmapped = admin.get(CONFIG + "/nothing");
        assertProblem(unmapped);
        assertThat(unmapped.status()).isEqualTo(404);
        Answer acceptsXml = admin.with("Accept", "application/xml").get(SERVERS);
        assertProblem(acceptsXml);
        assertThat(acceptsXml.status()).isEqualTo(406);
    }

    @Test
    void wrongHeadersOfConditionalAndRepeatedWrites() {
        assertInvalid(admin.with("If-Match", "W/\"1\"").put(SERVERS + "/" + server, "{}"), "If-Match");
        assertInvalid(
                admin.with("Idempotency-Key", "x".repeat(256)).put(SERVERS + "/" + server, "{}"), "Idempotency-Key");
    }

    @Test
    void credentialsAreNeverQuoted() {
        assertProblem(admin.post(SERVERS, server(", \"api_key\": \"" + CANARY + " \"")));
        assertProblem(admin.post(KEYS, key(", \"api_key\": [\"" + CANARY + "\"]")));
        assertProblem(admin.put(SERVERS + "/" + server, "{\"api_key\": {\"" + CANARY + "\": 1}}"));
        assertProblem(admin.put(SERVERS + "/" + server, "{\"api_key\": \"" + CANARY));
        assertProblem(admin.put(SERVERS + "/" + server, "{\"api_key\": " + CANARY + "}"));
        assertProblem(admin.put(SERVERS + "/" + server, "{\"enabled\": \"" + CANARY + "\"}"));
    }
}
