package dev.signalbox.command.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.command.config.ConfigFile.ServerEntry;
import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.server.ServerType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private static final String WHOLE = """
            version: 1
            servers:
              gpu-1:
                server_type: vllm
                base_url: http://10.0.0.1:8000
                api_key: env:GPU_KEY
                model_path: llama
                use_for_chat: true
                metadata:
                  rack: 7
                  since: 2026-01-01
                  tags: [a, 1.5, yes, null]
            api_keys:
              openai/Main/second:
                api_key: file:secrets/openai
                enabled: false
            active:
              chat:
                server: gpu-1
                fallbacks:
                  - api_key: openai/Main/second
                    model: gpt-x
            """;

    private static List<String> wrong(String text) {
        var refused = catchThrowableOfType(Rejection.InvalidFile.class, () -> ConfigReader.read(text));
        assertThat(refused).as("it was read").isNotNull();
        return refused.errors().stream().map(Rejection.FileError::toString).toList();
    }

    @Test
    void readsEverything() {
        ConfigFile file = ConfigReader.read(WHOLE);

        ServerEntry server = ConfigFile.orEmpty(file.servers()).getFirst();
        assertThat(server.serverType()).isEqualTo(ServerType.VLLM);
        assertThat(server.enabled()).isTrue();
        assertThat(server.purposes()).containsExactly(Purpose.CHAT);
        assertThat(server.metadata())
                .containsEntry("rack", 7)
                .containsEntry("since", "2026-01-01")
                .containsEntry("tags", java.util.Arrays.asList("a", 1.5, true, null));
        var key = ConfigFile.orEmpty(file.apiKeys()).getFirst();
        assertThat(key.provider()).isEqualTo("openai");
        assertThat(key.keyName()).isEqualTo("Main/second");
        assertThat(key.enabled()).isFalse();
        var targets = ConfigFile.orEmpty(file.active()).getFirst().targets();
        assertThat(targets).extracting(ConfigFile.TargetEntry::name).containsExactly("gpu-1", "openai/Main/second");
        assertThat(targets.getLast().type()).isEqualTo(ProviderType.API_KEY);
        assertThat(targets.getLast().model()).isEqualTo("gpt-x");
        assertThat(file.secrets())
                .containsExactly(new SecretSource.Variable("GPU_KEY"), new SecretSource.TextFile("secrets/openai"));
    }

    @Test
    void whatIsLeftOutIsNotManaged() {
        ConfigFile file = ConfigReader.read("servers: {}\n");
        assertThat(file.servers()).isEmpty();
        assertThat(file.apiKeys()).isNull();
        assertThat(file.active()).isNull();
        assertThat(ConfigReader.read("").servers()).isNull();
    }

    @Test
    void theDigestIsOfTheBytes() {
        assertThat(ConfigReader.read("").digest())
                .isEqualTo("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsLine() {
        assertThat(wrong("""
                        servers:
                          gpu-1:
                            server_type: vlm
                            base_url: http://10.0.0.1
                            colour: blue
                            enabled: maybe
                          gpu-2:
                            server_type: ollama
                        api_keys:
                          Main:
                            api_key: env:X
                        activ: {}
                        active:
                          talking: {server: gpu-1}
                          chat:
                            model: m
                        """))
                .containsExactly(
                        "line 3: servers.gpu-1.server_type must be vllm, ollama, llamacpp or openai-compatible",
                        "line 5: servers.gpu-1.colour is not a known field; known are api_key, base_url, enabled,"
                                + " metadata, model_path, server_type, use_for_chat, use_for_embeddings, use_for_reranking",
                        "line 6: servers.gpu-1.enabled must be true or false",
                        "line 7: servers.gpu-2.base_url is missing",
                        "line 10: api_keys.Main must be named provider/key_name, as openai/Main",
                        "line 12: activ is not a known section; there are servers, api_keys and active",
                        "line 14: active.talking is no purpose: there are chat, embeddings and reranking",
                        "line 15: active.chat needs either server: NAME or api_key: PROVIDER/KEY_NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-0123456789-secret", "env:", "env:A B", "fingerprint:xyz", "vault:secret"})
    void aKeyInTheFileIsRefusedAndNotRepeated(String value) {
        assertThat(wrong("api_keys:\n  openai/Main:\n    api_key: '" + value + "'\n"))
                .singleElement()
                .asString()
                .startsWith("line 3: api_keys.openai/Main.api_key must be a reference")
                .doesNotContain("sk-0123456789-secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'servers: [a'                      | line 1: the file is no valid YAML
            'servers: {a: {b: 1, b: 2}}'       | is there twice
            'servers: text'                    | line 1: servers must be a mapping
            'servers: {a: &x {b: 1}, c: *x}'   | an alias (*…) is not allowed
            'version: 2'                       | must be 1
            'api_keys: {openai/A: {api_key: null}}' | can't be null
            'active: {chat: {server: a, fallbacks: {}}}' | must be a list
            'servers: {a: {server_type: ollama, base_url: http://h, metadata: [1]}}' | must be a mapping
            """)
    void whatIsNoConfigurationIsRefused(String text, String message) {
        assertThat(wrong(text)).anySatisfy(line -> assertThat(line).contains(message));
    }

    @Test
    void nothingInTheFileMakesAnObject() {
        assertThat(
                        wrong(
                                "servers: {a: {server_type: ollama, base_url: http://h, metadata: {x: !!java.net.URL 'http://h'}}}"))
                .singleElement()
                .asString()
                .contains("Global tag is not allowed");
    }
}
