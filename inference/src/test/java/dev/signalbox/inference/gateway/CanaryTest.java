package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Nothing that is secret or said gets into headers, error bodies or the log. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 404, 429, 500})
    void neitherKeyNorTokenNorContentShowsAnywhere(int status, CapturedOutput output) {
        try (var upstream = new FakeUpstream();
                var gateway = TestGateway.start().routes(withKey(server(1, upstream.baseUrl())))) {
            upstream.will(status(status, "{\"error\":{\"message\":\"said " + KEY + "\"}}", "x-echo", KEY));

            var reply = gateway.chat("{\"messages\":[\"prompt-canary\"]}");

            assertThat(reply.body() + reply.http().headers().map()).doesNotContain(KEY);
            awaitLine(output);
            assertThat(output.getAll())
                    .doesNotContain(KEY)
                    .doesNotContain(TestGateway.TOKEN)
                    .doesNotContain("prompt-canary");
        }
    }

    @Test
    void aModelsNameCanNotForgeALine(CapturedOutput output) {
        try (var upstream = new FakeUpstream();
                var gateway = TestGateway.start().routes(server(1, upstream.baseUrl()))) {
            gateway.chat("{\"model\":\"a\\nmethod=FORGED\",\"messages\":[]}");

            awaitLine(output);
            assertThat(output.getAll()).contains("model=a?method=FORGED").doesNotContain("\nmethod=FORGED");
        }
    }

    /** The line is written after the client has its answer: without it nothing could be missing from the log. */
    private static void awaitLine(CapturedOutput output) {
        await().until(() -> output.getAll().contains("path=/v1/chat/completions"));
    }
}
