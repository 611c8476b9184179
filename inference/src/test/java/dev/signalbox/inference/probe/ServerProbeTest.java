package dev.signalbox.inference.probe;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static dev.signalbox.inference.probe.ProbeFixture.MODELS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.routing.Route;
import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.upstream.TestUpstream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The health rules, by type. */
class ServerProbeTest {

    private final ProbeFixture fixture = ProbeFixture.create();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Route route(String kind) {
        return server(1, kind, fixture.upstream.baseUrl(), "m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vllm", "llamacpp", "openai-compatible"})
    void aListOfModelsIsHealthy(String kind) {
        fixture.answers(Map.of("/v1/models", json(MODELS), "/health", status(200, "")));

        Health health = fixture.probe(withKey(route(kind)));

        assertThat(health.status()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(health.message()).isEqualTo("Healthy - 2 models available");
        assertThat(fixture.upstream.asked.getLast().headers().get("authorization"))
                .isEqualTo("Bearer " + KEY);
    }

    @Test
    void ollamaIsAskedForItsTags() {
        fixture.answers(Map.of("/api/tags", json("{\"models\":[{\"name\":\"llama3\"}]}")));

        assertThat(fixture.probe(route("ollama")).message()).isEqualTo("Healthy - 1 models available");
    }

    @ParameterizedTest
    @CsvSource({"llamacpp,DEGRADED", "vllm,DOWN"})
    void someSayThemselvesThatTheyAreNotReady(String kind, HealthStatus expected) {
        fixture.answers(Map.of("/v1/models", json(MODELS), "/health", status(503, "Loading model")));

        assertThat(fixture.probe(route(kind)).status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "401,DOWN,the server refused its API key",
        "403,DOWN,the server refused its API key",
        "404,DOWN,The server answered with status 404: are its type and address right?",
        "500,DOWN,The server answered with status 500",
        "503,DOWN,The server answered with status 503",
        "302,DOWN,The server answered with status 302",
        "429,DEGRADED,The server is busy (status 429)"
    })
    void otherAnswers(int status, HealthStatus expected, String message) {
        fixture.answers(Map.of("/v1/models", status(status, "canary body", "location", "/v1/other")));

        Health health = fixture.probe(route("openai-compatible"));

        assertThat(health.status()).isEqualTo(expected);
        assertThat(health.message()).isEqualTo(message);
    }

    @Test
    void busyForAWhileIsDegraded() {
        fixture.answers(Map.of("/v1/models", status(503, "", "retry-after", "3")));

        assertThat(fixture.probe(route("openai-compatible")).status()).isEqualTo(HealthStatus.DEGRADED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>canary body", "{}", "{\"data\":7}", "7"})
    void anAnswerThatIsNoListIsDownAndNeverEchoed(String body) {
        fixture.answers(Map.of("/v1/models", json(body)));

        Health health = fixture.probe(route("openai-compatible"));

        assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(health.message()).doesNotContain("canary");
    }

    @Test
    void nobodyThereIsDown() {
        Route route = route("vllm");
        fixture.upstream.close();

        assertThat(fixture.probe(route).message()).contains("nothing listens there");
    }

    /** What an operator is told to look at is another thing each time. */
    @ParameterizedTest
    @CsvSource({
        "http://nowhere.invalid,nobody knows the host's name",
        "https://127.0.0.1:PORT,no TLS connection",
    })
    void whyItCanNotBeReachedIsTold(String address, String told) {
        String url = address.replace(
                "PORT", "" + URI.create(fixture.upstream.baseUrl()).getPort());

        Health health = fixture.probe(server(1, "openai-compatible", url, "m"));

        assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(health.message()).contains(told);
    }

    /** The one shows in the URL, the other only when the name is resolved. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void anAddressThatIsNotAllowedIsDown(String host) {
        Duration patience = Duration.ofSeconds(30);
        try (var strict = new ProbeFixture(ProbeFixture.properties(patience, patience), TestUpstream.publicOnly())) {
            Health health =
                    strict.probe(server(1, "vllm", strict.upstream.baseUrl().replace("127.0.0.1", host), "m"));

            assertThat(health.message()).isEqualTo("Its address is not allowed");
            assertThat(strict.upstream.asked).isEmpty();
        }
    }

    @Test
    void noAnswerInTimeIsDown() {
        try (var hasty = new ProbeFixture(ProbeFixture.properties(Duration.ofMillis(200), Duration.ofSeconds(30)))) {
            hasty.upstream.will(FakeUpstream.silence());

            Health health = hasty.probe(server(1, "vllm", hasty.upstream.baseUrl(), "m"));

            assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
            assertThat(health.message()).startsWith("No answer within");
        }
    }

    @Test
    void slowIsDegraded() {
        // less than nothing: everything is slow
        try (var hasty = new ProbeFixture(ProbeFixture.properties(Duration.ofSeconds(30), Duration.ofMillis(-1)))) {
            hasty.upstream.will(json(MODELS));

            Health health = hasty.probe(server(1, "openai-compatible", hasty.upstream.baseUrl(), "m"));

            assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
            assertThat(health.message()).startsWith("Slow");
        }
    }
}
