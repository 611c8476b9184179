package dev.signalbox.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.Http;
import dev.signalbox.app.TestNode;
import dev.signalbox.testing.PostgresForTests;
import java.util.Map;

/** A node with a provider of each API, for all tests of clients. */
final class ClientsNode {

    private static final FakeLlm LLM = new FakeLlm();
    private static final TestNode NODE = TestNode.start(
            PostgresForTests.newDatabase(),
            Map.of(
                    "signalbox.vendors.claude.base-url", LLM.baseUrl() + "/v1",
                    "signalbox.vendors.claude.display-name", "Claude",
                    "signalbox.vendors.claude.dialect", "anthropic",
                    "signalbox.vendors.claude.auth", "x-api-key",
                    "signalbox.vendors.claude.litellm", "anthropic",
                    "signalbox.vendors.claude.check.url", LLM.baseUrl() + "/v1/models"));

    static {
        Http admin = NODE.admin();
        assertThat(admin.post(Http.CONFIG + "/servers", """
                        {"name":"open","server_type":"openai-compatible","base_url":"%s",
                         "use_for_chat":true,"use_for_embeddings":true}""".formatted(LLM.baseUrl()))
                        .status())
                .isEqualTo(201);
        assertThat(admin.post(Http.CONFIG + "/api-keys", """
                        {"provider":"claude","key_name":"main","api_key":"sk-ant-0123456789"}""").status()).isEqualTo(201);
        activate("embeddings", "ai_server");
    }

    private ClientsNode() {}

    /** Which of the two APIs the provider of the chat speaks. */
    enum Provider {
        OPENAI("ai_server"),
        ANTHROPIC("api_key");

        private final String type;

        Provider(String type) {
            this.type = type;
        }
    }

    static void activate(Provider provider) {
        activate("chat", provider.type);
    }

    private static void activate(String purpose, String type) {
        var answer = NODE.admin()
                .post(
                        Http.CONFIG + "/active",
                        "{\"purpose\":\"%s\",\"provider_type\":\"%s\",\"provider_id\":1,\"model\":\"test-model\"}"
                                .formatted(purpose, type));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    static FakeLlm llm() {
        return LLM;
    }

    static String token() {
        return TestNode.INFERENCE_TOKEN;
    }

    /** Of the data plane. */
    static String url(String path) {
        return "http://127.0.0.1:" + NODE.dataPort() + path;
    }
}
