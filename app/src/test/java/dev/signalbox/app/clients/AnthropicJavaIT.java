package dev.signalbox.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import dev.signalbox.app.clients.ClientsNode.Provider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Anthropic's Java SDK, whatever API the provider speaks. */
class AnthropicJavaIT {

    private final AnthropicClient client = client(ClientsNode.token());

    private static AnthropicClient client(String token) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(ClientsNode.url(""))
                .apiKey(token)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static MessageCreateParams.Builder ask(String text) {
        return MessageCreateParams.builder()
                .model("default")
                .maxTokens(100)
                .system("Be brief.")
                .addUserMessage(text);
    }

    private static String text(Message message) {
        return message.content().getFirst().asText().text();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void plain(Provider provider) {
        ClientsNode.activate(provider);

        Message answer = client.messages().create(ask("Hi").build());

        assertThat(text(answer)).isEqualTo("Hello, world");
        assertThat(answer.stopReason().orElseThrow().asString()).isEqualTo("end_turn");
        assertThat(answer.usage().inputTokens()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void streamed(Provider provider) {
        ClientsNode.activate(provider);

        Message answer = stream(ask("Hi").build());

        assertThat(text(answer)).isEqualTo("Hello, world");
        assertThat(answer.usage().outputTokens()).isEqualTo(3);
    }

    private Message stream(MessageCreateParams request) {
        MessageAccumulator all = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(request)) {
            stream.stream().forEach(all::accumulate);
        }
        return all.message();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void tools(Provider provider) {
        ClientsNode.activate(provider);
        var request = ask("What is the weather?")
                .addTool(Tool.builder()
                        .name("weather")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build())
                .build();
        for (Message answer : List.of(client.messages().create(request), stream(request))) {
            var use = answer.content().getFirst().asToolUse();
            assertThat(use.name()).isEqualTo("weather");
            assertThat(use._input().convert(Map.class)).isEqualTo(Map.of("city", "Rome"));
            assertThat(answer.stopReason().orElseThrow().asString()).isEqualTo("tool_use");

            var next = request.toBuilder()
                    .addMessage(answer)
                    .addUserMessageOfContentBlockParams(
                            List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                    .toolUseId(use.id())
                                    .content("sunny")
                                    .build())))
                    .build();
            assertThat(text(client.messages().create(next))).isEqualTo("It is sunny in Rome");
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void errors(Provider provider) {
        ClientsNode.activate(provider);

        assertThatThrownBy(() -> client.messages().create(ask("Please refuse").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("That is too much");
    }

    @Test
    void strangers() {
        AnthropicClient stranger = client("sk-ant-somebody");
        try {
            assertThatThrownBy(() -> stranger.messages().create(ask("Hi").build()))
                    .isInstanceOf(UnauthorizedException.class);
        } finally {
            stranger.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void abort(Provider provider) {
        ClientsNode.activate(provider);
        int before = ClientsNode.llm().abandoned.get();
        try (var stream = client.messages().createStreaming(ask("Please hang").build())) {
            assertThat(stream.stream()
                            .flatMap(event -> event.contentBlockDelta().stream())
                            .findFirst())
                    .hasValueSatisfying(
                            event -> assertThat(event.delta().asText().text()).isEqualTo("Hello"));
        }

        await().untilAsserted(
                        () -> assertThat(ClientsNode.llm().abandoned.get()).isEqualTo(before + 1));
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void countsTokens(Provider provider) {
        ClientsNode.activate(provider);

        var count = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model("default")
                        .addUserMessage("How many tokens are there in this?")
                        .build());

        assertThat(count.inputTokens()).isBetween(7L, 30L);
    }

    @Test
    void models() {
        ClientsNode.activate(Provider.ANTHROPIC);

        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .contains("default", "test-model");
    }
}
