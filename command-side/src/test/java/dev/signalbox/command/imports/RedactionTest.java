package dev.signalbox.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RedactionTest {

    private static final JsonMapper JSON = new JsonMapper();
    private final Redaction redaction = new Redaction(
            JSON, List.of("sk-known-0123".getBytes(StandardCharsets.UTF_8), "abc".getBytes(StandardCharsets.UTF_8)));

    private String of(String json) {
        return redaction.of(JSON.readTree(json)).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "apiKey",
                "API_KEY_OLD",
                "encrypted_key",
                "key",
                "new-key",
                "access_token",
                "client_secret",
                "Authorization"
            })
    void whatIsNamedLikeASecretIsMasked(String name) {
        assertThat(of("{\"" + name + "\": \"x1y2\"}")).isEqualTo("{\"" + name + "\":\"****\"}");
        assertThat(of("{\"a\": [{\"" + name + "\": \"x1y2\"}]}")).doesNotContain("x1y2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key_name\":\"Main\"}",
                "{\"max_tokens\":5}",
                "{\"has_api_key\":true}",
                "{\"api_key\":null}",
                "{\"text\":\"abcdef\",\"list\":[1,\"b\",null]}",
                "null"
            })
    void theRestStays(String json) {
        assertThat(of(json)).isEqualTo(json);
    }

    @Test
    void aKnownSecretIsMaskedWhereverItIs() {
        assertThat(of("{\"note\": \"was sk-known-0123!\", \"list\": [\"sk-known-0123\"]}"))
                .isEqualTo("{\"note\":\"was ****!\",\"list\":[\"****\"]}");
    }
}
