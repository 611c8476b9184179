package dev.signalbox.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.signalbox.app.clients.ClientsNode.Provider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's Java SDK, whatever API the provider speaks. */
class OpenAiJavaIT {

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(ClientsNode.url("/v1"))
            .apiKey(ClientsNode.token())
            .maxRetries(0)
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String text) {
        return ChatCompletionCreateParams.builder().model("default").addUserMessage(text);
    }

    private static ChatCompletionCreateParams.Builder withTool(ChatCompletionCreateParams.Builder chat) {
        return chat.addFunctionTool(FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build());
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void plain(Provider provider) {
        ClientsNode.activate(provider);

        ChatCompletion answer = client.chat().completions().create(ask("Hi").build());

        assertThat(answer.choices().getFirst().message().content()).contains("Hello, world");
        assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("stop");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void streamed(Provider provider) {
        ClientsNode.activate(provider);

        ChatCompletion answer = stream(ask("Hi")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        assertThat(answer.choices().getFirst().message().content()).contains("Hello, world");
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(3);
    }

    private ChatCompletion stream(ChatCompletionCreateParams chat) {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(chat)) {
            stream.stream().forEach(all::accumulate);
        }
        return all.chatCompletion();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void tools(Provider provider) {
        ClientsNode.activate(provider);
        var chat = withTool(ask("What is the weather?")).build();
        for (ChatCompletion answer : List.of(client.chat().completions().create(chat), stream(chat))) {
            var message = answer.choices().getFirst().message();
            var call = message.toolCalls().orElseThrow().getFirst().asFunction();
            assertThat(call.function().name()).isEqualTo("weather");
            assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Rome\"}");

            var next = chat.toBuilder()
                    .addMessage(message)
                    .addMessage(ChatCompletionToolMessageParam.builder()
                            .toolCallId(call.id())
                            .content("sunny")
                            .build())
                    .build();
            assertThat(client.chat()
                            .completions()
                            .create(next)
                            .choices()
                            .getFirst()
                            .message()
                            .content())
                    .contains("It is sunny in Rome");
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void errors(Provider provider) {
        ClientsNode.activate(provider);

        assertThatThrownBy(() ->
                        client.chat().completions().create(ask("Please refuse").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("That is too much");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void abort(Provider provider) {
        ClientsNode.activate(provider);
        int before = ClientsNode.llm().abandoned.get();
        try (var stream =
                client.chat().completions().createStreaming(ask("Please hang").build())) {
            assertThat(stream.stream()
                            .flatMap(chunk -> chunk.choices().getFirst().delta().content().stream())
                            .filter(text -> !text.isEmpty())
                            .findFirst())
                    .contains("Hello");
        }

        await().untilAsserted(
                        () -> assertThat(ClientsNode.llm().abandoned.get()).isEqualTo(before + 1));
    }

    /** The client asks for base64, the server has numbers, and the vectors are those of a model that understands. */
    @Test
    void embeddingsOfARealModel() {
        var answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("default")
                        .inputOfArrayOfStrings(List.of("a cat sleeps", "a kitten naps", "stocks fell sharply"))
                        .build());

        List<List<Float>> vectors =
                answer.data().stream().map(item -> item.embedding()).toList();
        assertThat(vectors).allSatisfy(vector -> assertThat(vector).hasSize(384));
        assertThat(likeness(vectors.get(0), vectors.get(1)))
                .isGreaterThan(likeness(vectors.get(0), vectors.get(2)) + 0.2);
    }

    /** Of vectors that have the length 1. */
    private static double likeness(List<Float> a, List<Float> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i) * b.get(i);
        }
        return sum;
    }
}
