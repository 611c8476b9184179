package dev.signalbox.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.InternalServerException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.signalbox.app.resilience.FakeOpenAi;
import dev.signalbox.app.resilience.SignalboxProcess;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official clients of OpenAI's API, against the process. */
class ClientsIT {

    private static final ChatCompletionCreateParams HI = ChatCompletionCreateParams.builder()
            .model("default")
            .addUserMessage("Hi")
            .build();

    private static final FakeOpenAi ONE = new FakeOpenAi("one");
    private static final FakeOpenAi TWO = new FakeOpenAi("two");

    @TempDir
    static Path directory = Path.of("");

    private static SignalboxProcess node;

    @BeforeAll
    static void start() throws Exception {
        node = new SignalboxProcess(directory.resolve("home")).start();
        register("one", ONE);
        register("two", TWO);
    }

    @AfterAll
    static void stop() {
        node.close();
        ONE.close();
        TWO.close();
    }

    @BeforeEach
    void activateOne() throws Exception {
        activate(1);
    }

    @Test
    void theJavaClientFollowsASwitchOfTheProvider() throws Exception {
        OpenAIClient client = client(SignalboxProcess.TOKEN);
        try {
            assertThat(plain(client)).isEqualTo("Hello from one");
            assertThat(streamed(client)).isEqualTo("Hello from one");
            activate(2);
            assertThat(plain(client)).isEqualTo("Hello from two");
            assertThat(streamed(client)).isEqualTo("Hello from two");
        } finally {
            client.close();
        }
    }

    @Test
    void theJavaClientKnowsOurErrors() throws Exception {
        OpenAIClient stranger = client("sbx_not-a-token");
        OpenAIClient client = client(SignalboxProcess.TOKEN);
        try {
            assertThatThrownBy(() -> plain(stranger)).isInstanceOf(UnauthorizedException.class);
            assertThat(node.write("DELETE", "/active/chat", null).statusCode()).isEqualTo(204);
            assertThatThrownBy(() -> plain(client)).isInstanceOfSatisfying(InternalServerException.class, e -> {
                assertThat(e.statusCode()).isEqualTo(503);
                assertThat(e.code()).contains("no_active_provider");
                assertThat(e.getMessage()).containsIgnoringCase("no active provider");
            });
            assertThatThrownBy(() -> streamed(client)).isInstanceOf(InternalServerException.class);
        } finally {
            stranger.close();
            client.close();
        }
    }

    private static OpenAIClient client(String token) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(node.data("/v1"))
                .apiKey(token)
                .maxRetries(0)
                .build();
    }

    private static String plain(OpenAIClient client) {
        return client.chat()
                .completions()
                .create(HI)
                .choices()
                .get(0)
                .message()
                .content()
                .orElse("");
    }

    private static String streamed(OpenAIClient client) {
        try (var stream = client.chat().completions().createStreaming(HI)) {
            return stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
        }
    }

    private static void register(String name, FakeOpenAi upstream) throws Exception {
        assertThat(node.write("POST", "/servers", """
                        {"name":"%s","server_type":"ollama","base_url":"%s","use_for_chat":true}""".formatted(name, upstream.baseUrl()))
                        .statusCode())
                .isEqualTo(201);
    }

    private static void activate(int server) throws Exception {
        var answer = node.write("POST", "/active", """
                {"purpose":"chat","provider_type":"ai_server","provider_id":%d}""".formatted(server));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Config-Applied")).isEmpty();
    }
}
