package dev.signalbox.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.signalbox.app.clients.ClientsNode.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** LangChain4j with its modules for both APIs, whatever API the provider speaks. */
class LangChain4jIT {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();

    static Stream<Arguments> pairs() {
        return Stream.of(Provider.values())
                .flatMap(client -> Stream.of(Provider.values()).map(provider -> Arguments.of(client, provider)));
    }

    private static ChatModel chat(Provider client) {
        return client == Provider.OPENAI
                ? OpenAiChatModel.builder()
                        .baseUrl(ClientsNode.url("/v1"))
                        .apiKey(ClientsNode.token())
                        .modelName("default")
                        .maxRetries(0)
                        .build()
                : AnthropicChatModel.builder()
                        .baseUrl(ClientsNode.url("/v1"))
                        .apiKey(ClientsNode.token())
                        .modelName("default")
                        .maxRetries(0)
                        .build();
    }

    private static StreamingChatModel streaming(Provider client) {
        return client == Provider.OPENAI
                ? OpenAiStreamingChatModel.builder()
                        .baseUrl(ClientsNode.url("/v1"))
                        .apiKey(ClientsNode.token())
                        .modelName("default")
                        .build()
                : AnthropicStreamingChatModel.builder()
                        .baseUrl(ClientsNode.url("/v1"))
                        .apiKey(ClientsNode.token())
                        .modelName("default")
                        .build();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void plain(Provider client, Provider provider) {
        ClientsNode.activate(provider);

        assertThat(chat(client).chat("Hi")).isEqualTo("Hello, world");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void streamed(Provider client, Provider provider) throws Exception {
        ClientsNode.activate(provider);
        List<String> pieces = new ArrayList<>();
        CompletableFuture<ChatResponse> done = new CompletableFuture<>();

        streaming(client).chat("Hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.add(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                done.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }
        });

        assertThat(done.get(30, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("Hello, world");
        assertThat(String.join("", pieces)).isEqualTo("Hello, world");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tools(Provider client, Provider provider) {
        ClientsNode.activate(provider);
        UserMessage question = UserMessage.from("What is the weather?");

        AiMessage call = ask(client, question);

        var request = call.toolExecutionRequests().getFirst();
        assertThat(request.name()).isEqualTo("weather");
        assertThat(request.arguments()).contains("Rome");
        assertThat(ask(client, question, call, ToolExecutionResultMessage.from(request, "sunny"))
                        .text())
                .isEqualTo("It is sunny in Rome");
    }

    private static AiMessage ask(Provider client, ChatMessage... messages) {
        return chat(client)
                .chat(ChatRequest.builder()
                        .messages(messages)
                        .toolSpecifications(WEATHER)
                        .build())
                .aiMessage();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void errors(Provider client, Provider provider) {
        ClientsNode.activate(provider);

        assertThatThrownBy(() -> chat(client).chat("Please refuse"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("That is too much");
    }

    @Test
    void embeddingsOfARealModel() {
        var model = OpenAiEmbeddingModel.builder()
                .baseUrl(ClientsNode.url("/v1"))
                .apiKey(ClientsNode.token())
                .modelName("default")
                .build();

        var cat = model.embed("a cat sleeps").content();

        assertThat(CosineSimilarity.between(cat, model.embed("a kitten naps").content()))
                .isGreaterThan(CosineSimilarity.between(
                                cat, model.embed("stocks fell sharply").content())
                        + 0.2);
    }
}
