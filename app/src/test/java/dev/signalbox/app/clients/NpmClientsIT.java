package dev.signalbox.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.app.clients.ClientsNode.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients of npm, whatever API the provider speaks; not tested where there is no Node, or no registry. */
class NpmClientsIT {

    private static final Path SOURCE = Path.of("src", "test", "npm");
    private static final Path PROJECT = Path.of("target", "npm");

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(PROJECT);
        try (var files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, PROJECT.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assumeTrue(runs("node", "--version"), "there is no node here: the npm clients are not tested");
        if (!Files.exists(PROJECT.resolve("node_modules/ai"))) {
            assumeTrue(
                    runs("npm", "ci", "--no-audit", "--no-fund"),
                    "npm can't install the clients (no network?): they are not tested");
        }
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void openAi(Provider provider) throws Exception {
        int before = ClientsNode.llm().abandoned.get();

        assertThat(output(provider, "openai.mjs"))
                .containsExactly(
                        "plain: Hello, world",
                        "streamed: Hello, world",
                        "usage: 10",
                        "tool: weather {\"city\":\"Rome\"}",
                        "told: It is sunny in Rome",
                        "streamed tool: {\"city\":\"Rome\"}",
                        "embedding: 384",
                        "error: BadRequestError 400 400 That is too much",
                        "aborted: true");
        awaitAbandoned(before + 1);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void anthropic(Provider provider) throws Exception {
        int before = ClientsNode.llm().abandoned.get();

        assertThat(output(provider, "anthropic.mjs"))
                .containsExactly(
                        "plain: Hello, world end_turn",
                        "streamed: Hello, world 3",
                        "tool: weather {\"city\":\"Rome\"}",
                        "told: It is sunny in Rome",
                        "streamed tool: {\"city\":\"Rome\"}",
                        "counted: true",
                        "error: BadRequestError 400 That is too much true",
                        "aborted: true");
        awaitAbandoned(before + 1);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void ai(Provider provider) throws Exception {
        int before = ClientsNode.llm().abandoned.get();

        assertThat(output(provider, "ai.mjs"))
                .containsExactly(
                        "openai plain: Hello, world stop 7",
                        "openai streamed: Hello, world 3",
                        "openai tools: Rome It is sunny in Rome",
                        "openai error: 400 That is too much",
                        "openai aborted: true",
                        "anthropic plain: Hello, world stop 7",
                        "anthropic streamed: Hello, world 3",
                        "anthropic tools: Rome It is sunny in Rome",
                        "anthropic error: 400 That is too much",
                        "anthropic aborted: true",
                        "embedding: 384");
        awaitAbandoned(before + 2);
    }

    private static void awaitAbandoned(int times) {
        await().untilAsserted(
                        () -> assertThat(ClientsNode.llm().abandoned.get()).isEqualTo(times));
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(PROJECT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(150, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> output(Provider provider, String script) throws Exception {
        ClientsNode.activate(provider);
        ProcessBuilder builder =
                new ProcessBuilder("node", script).directory(PROJECT.toFile()).redirectErrorStream(true);
        builder.environment().put("BASE_URL", ClientsNode.url(""));
        builder.environment().put("TOKEN", ClientsNode.token());
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
