package dev.signalbox.app.contract;

import static dev.signalbox.app.contract.Fixtures.ACTIVE;
import static dev.signalbox.app.contract.Fixtures.KEYS;
import static dev.signalbox.app.contract.Fixtures.SERVERS;
import static dev.signalbox.app.contract.Fixtures.server;
import static dev.signalbox.app.contract.Problems.assertInvalid;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a field may not have: the answer names the field, and nothing is written. */
class BadFieldsIT extends NothingIsWritten {

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
                "metadata        | {\"rerank_dialect\": \"voyager\"}",
                "metadata        | {\"rerank_dialect\": 1}",
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
                "metadata           | {\"rerank_dialect\": \"\"}",
            })
    void wrongValuesOfAKey(String field, String value) {
        String body = """
                {"provider": "openai", "key_name": "n", "api_key": "sk-0123456789", "use_for_ops_center": false, "metadata": {}}""".replaceAll("\"" + field + "\": (\"[^\"]*\"|false|\\{})", "\"" + field + "\": @");
        assertInvalid(admin.post(KEYS, body.replace("@", value)), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"a\": \"\\ud800\"}", "{\"rerank_dialect\": \"voyager\"}"})
    void wrongMetadataOfAKeyThatIsThere(String metadata) {
        assertInvalid(admin.put(KEYS + "/" + key, "{\"metadata\": " + metadata + "}"), "metadata");
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
}
