package dev.signalbox.inference.probe;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.apiKey;
import static dev.signalbox.inference.InferenceFixtures.catalogue;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.vendor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

class ProbeControllersTest {

    private final ProbeFixture fixture = ProbeFixture.create();
    private final ServerHealths healths = mock(ServerHealths.class);
    private final KeyVerdicts verdicts = mock(KeyVerdicts.class);
    private final MockMvcTester mvc = MockMvcTester.of(
            List.of(
                    new ServerProbeController(fixture.providers, fixture.probe, healths),
                    new KeyCheckController(fixture.providers, fixture.check, verdicts)),
            builder -> builder.setControllerAdvice(new Problems()).build());

    @ControllerAdvice
    static class Problems extends ResponseEntityExceptionHandler {}

    @BeforeEach
    void configure() {
        fixture.providers(
                catalogue("acme", vendor(fixture.upstream.baseUrl(), "openai", List.of(401))),
                server(3, "ollama", fixture.upstream.baseUrl(), "m"),
                apiKey(4, "acme"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void testsAServerAndKeepsTheResult() {
        fixture.upstream.will(json(ProbeFixture.MODELS));

        var answer = mvc.post().uri("/api/v1/llm-config/servers/3/test").exchange();

        assertThat(answer).hasStatus(200);
        var json = assertThat(answer).bodyJson();
        json.extractingPath("$.server_id").isEqualTo(3);
        json.extractingPath("$.status").isEqualTo("healthy");
        json.extractingPath("$.message").isEqualTo("Healthy - 2 models available");
        json.hasPath("$.timestamp");
        json.hasPath("$.latency_ms");
        verify(healths).record(eq(3L), any());
    }

    @Test
    void testsAServerWithoutTheDatabase() {
        doThrow(new DataAccessResourceFailureException("away")).when(healths).record(eq(3L), any());

        assertThat(mvc.post().uri("/api/v1/llm-config/servers/3/test")).hasStatus(200);
    }

    @Test
    void listsModels() {
        fixture.upstream.will(json(ProbeFixture.MODELS));

        assertThat(mvc.get().uri("/api/v1/llm-config/servers/3/models"))
                .hasStatus(200)
                .bodyJson()
                .isStrictlyEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void listsNoModelsOfAServerThatCanNotBeAsked() {
        fixture.upstream.will(status(500, "canary body"));

        assertThat(mvc.get().uri("/api/v1/llm-config/servers/3/models"))
                .hasStatus(HttpStatus.BAD_GATEWAY)
                .hasContentType("application/problem+json")
                .bodyText()
                .contains("status 500")
                .doesNotContain("canary");
    }

    @Test
    void checksAKey() {
        fixture.upstream.will(status(402, ""));

        var answer = mvc.post().uri("/api/v1/llm-config/api-keys/4/test").exchange();

        assertThat(answer).hasStatus(200);
        var json = assertThat(answer).bodyJson();
        json.extractingPath("$.key_id").isEqualTo(4);
        json.extractingPath("$.success").isEqualTo(false);
        json.extractingPath("$.verdict").isEqualTo("no_funds");
        verify(verdicts)
                .record(
                        eq(4L),
                        any(),
                        eq(new KeyCheck.Result(KeyVerdict.NO_FUNDS, KeyVerdict.NO_FUNDS.message())),
                        any());
    }

    @Test
    void checksAKeyWithoutTheDatabase() {
        fixture.upstream.will(status(401, ""));
        doThrow(new DataAccessResourceFailureException("away")).when(verdicts).record(eq(4L), any(), any(), any());

        assertThat(mvc.post().uri("/api/v1/llm-config/api-keys/4/test")).hasStatus(200);
    }

    @Test
    void knowsNoOthers() {
        assertThat(mvc.post().uri("/api/v1/llm-config/servers/4/test")).hasStatus(404);
        assertThat(mvc.get().uri("/api/v1/llm-config/servers/4/models")).hasStatus(404);
        assertThat(mvc.post().uri("/api/v1/llm-config/api-keys/3/test"))
                .hasStatus(404)
                .hasContentType("application/problem+json");
    }
}
