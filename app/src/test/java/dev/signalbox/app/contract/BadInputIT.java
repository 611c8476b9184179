package dev.signalbox.app.contract;

import static dev.signalbox.app.Http.CONFIG;
import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.key;
import static dev.signalbox.app.contract.Fixtures.newServer;
import static dev.signalbox.app.contract.Fixtures.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.Http.Answer;
import dev.signalbox.app.TestNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: the answer is a problem that names the field and tells no internals, and nothing is written. */
class BadInputIT {

    private static final String CANARY = "sk-CANARY-0123456789";
    private final TestNode node = TestNode.shared();
    private final Http admin = node.admin();
    private long server;
    private long events;

    @BeforeEach
    void count() {
        server = newServer(admin);
        events = node.events();
    }

    @AfterEach
    void nothingIsWritten() {
        assertThat(node.events()).isEqualTo(events);
    }

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
    @CsvSource(
            delimiter = '|',
            value = {
                "name            | 7",
                "name            | true",
                "name            | []",
                "name            | {}",
                "name            | \"\"",
                "name            | \"  \"",
                "name            | \"a\\u0000b\"",
                "name            | \"a\\ud800b\"",
                "name            | \"a\\nb\"",
                "model_path      | \"a\\u0000b\"",
                "model_path      | 7",
                "server_type     | \"tgi\"",
                "server_type     | \"VLLM\"",
                "server_type     | 0",
                "server_type     | \"\"",
                "base_url        | \"ftp://host\"",
                "base_url        | \"/relative\"",
                "base_url        | \"http://\"",
                "base_url        | \"http://user:secret@host\"",
                "base_url        | \"http://host/#fragment\"",
                "base_url        | \"http://host/?q=1\"",
                "base_url        | \"http://host:99999\"",
                "base_url        | \"http://ho st\"",
                "base_url        | \"http://169.254.169.254\"",
                "base_url        | \"http://metadata.google.internal\"",
                "base_url        | \"http://0.0.0.0:8000\"",
                "base_url        | \"http://[::ffff:169.254.169.254]\"",
                "base_url        | \"http://[fe80::1]:8000\"",
                "base_url        | \"http://[fd00:ec2::254]\"",
                "base_url        | \"http://2130706433\"",
                "base_url        | \"http://0x7f.1\"",
                "base_url        | \"http://0177.0.0.1\"",
                "base_url        | \"http://host/\\u0000\"",
                "enabled         | \"true\"",
                "enabled         | 1",
                "use_for_chat    | \"yes\"",
                "metadata        | []",
                "metadata        | \"{}\"",
                "metadata        | {\"a\": \"\\u0000\"}",
                "metadata        | {\"a\\u0000\": 1}",
                "metadata        | {\"a\": [{\"b\": \"\\udc00\"}]}",
                "metadata        | {\"a\": 1e999}",
                "api_key         | 7",
                "api_key         | []",
                "api_key         | {\"a\": 1}",
                "api_key         | \"\"",
                "api_key         | \"with blank\"",
                "api_key         | \"line\\nbreak\"",
                "api_key         | \"\\u00e4\"",
                "api_key         | \"a\\u0000b\"",
                "api_key         | \"a\\ud800b\"",
                "unknown_field   | 1",
                "apiKey          | \"x\"",
            })
    void wrongValuesOfAServer(String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>(
                Map.of("name", "\"n\"", "server_type", "\"ollama\"", "base_url", "\"http://127.0.0.1:9\""));
        fields.put(field, value);
        String body = fields.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\": " + each.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
        assertInvalid(admin.post(SERVERS, body), field);
        assertInvalid(admin.put(SERVERS + "/" + server, "{\"" + field + "\": " + value + "}"), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "model_path"})
    void overlongTexts(String field) {
        assertInvalid(admin.put(SERVERS + "/" + server, "{\"" + field + "\": \"" + "x".repeat(256) + "\"}"), field);
    }

    @Test
    void overlongAddressesCredentialsAndMetadata() {
        String path = SERVERS + "/" + server;
        assertInvalid(admin.put(path, "{\"base_url\": \"http://host/" + "x".repeat(2048) + "\"}"), "base_url");
        assertInvalid(admin.put(path, "{\"api_key\": \"" + "x".repeat(4097) + "\"}"), "api_key");
        assertInvalid(admin.put(path, "{\"metadata\": {\"a\": \"" + "x".repeat(16 * 1024) + "\"}}"), "metadata");
        String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
        assertInvalid(admin.put(path, "{\"metadata\": " + deep + "}"), "metadata");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider           | \"\"",
                "provider           | 7",
                "key_name           | \"a\\u0000b\"",
                "key_name           | null",
                "api_key            | null",
                "api_key            | 123456789012",
                "use_for_ops_center | \"true\"",
                "metadata           | {\"a\": \"\\ud800\"}",
            })
    void wrongValuesOfAKey(String field, String value) {
        String body = """
                {"provider": "openai", "key_name": "n", "api_key": "sk-0123456789", "use_for_ops_center": false, "metadata": {}}""".replaceAll("\"" + field + "\": (\"[^\"]*\"|false|\\{})", "\"" + field + "\": @");
        assertInvalid(admin.post(KEYS, body.replace("@", value)), field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "purpose                      | \"purpose\": \"poetry\"",
                "provider_type                | \"provider_type\": \"vllm\"",
                "provider_id                  | \"provider_id\": \"1\"",
                "provider_id                  | \"provider_id\": 1.5",
                "provider_id                  | \"provider_id\": 0",
                "provider_id                  | \"provider_id\": 99999999999999999999",
                "provider_id                  | \"provider_id\": null",
                "model                        | \"model\": \"a\\u0000b\"",
                "fallbacks                    | \"fallbacks\": {}",
                "fallbacks[0]                 | \"fallbacks\": [null]",
                "fallbacks[0].provider_id     | \"fallbacks\": [{\"provider_type\": \"api_key\"}]",
                "fallbacks[0].provider_type   | \"fallbacks\": [{\"provider_type\": 1, \"provider_id\": 1}]",
            })
    void wrongValuesOfAnActiveProvider(String field, String part) {
        String name = part.substring(0, part.indexOf(':') + 1);
        String body = """
                {"purpose": "chat", "provider_type": "ai_server", "provider_id": 1, "model": "m", "fallbacks": []}""";
        String[] parts = body.substring(1, body.length() - 1).split(", ");
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].startsWith(name) ? part : parts[i];
        }
        assertInvalid(admin.post(ACTIVE, "{" + String.join(", ", parts) + "}"), field);
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

    private static void assertInvalid(Answer answer, String field) {
        assertProblem(answer);
        assertThat(answer.status()).as(answer::toString).isEqualTo(422);
        assertThat(answer.wrongFields()).as(answer::toString).contains(field);
        assertThat(answer.detail()).contains(field);
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).as(answer::toString).isEqualTo("application/problem+json");
        assertThat(answer.json().propertyNames())
                .as(answer::toString)
                .contains("type", "title", "status", "detail", "instance");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.text())
                .doesNotContain("CANARY")
                .doesNotContain("Exception")
                .doesNotContain("dev.signalbox")
                .doesNotContain("java.")
                .doesNotContain("jackson")
                .doesNotContain("\tat ")
                .doesNotContainIgnoringCase("select ")
                .doesNotContainIgnoringCase("insert into");
    }
}
