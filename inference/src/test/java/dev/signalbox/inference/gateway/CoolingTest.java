package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.DONE;
import static dev.signalbox.inference.FakeUpstream.content;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.sse;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.circuit.TestCircuits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Providers that are left alone: not asked while others are there, found out to be back by live requests. */
class CoolingTest {

    private static final String PLAIN = "{\"messages\":[]}";
    private static final String MESSAGE = "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final Duration COOL = TestCircuits.COOL;

    private final FakeUpstream primary = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start();

    @BeforeEach
    void bothAreThere() {
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));
    }

    @AfterEach
    void close() {
        gateway.close();
        primary.close();
        fallback.close();
    }

    private String attempts() {
        return gateway.chat(PLAIN).header("x-signalbox-attempts");
    }

    private void failFourTimes() {
        primary.will(status(500, "{}"));
        for (int i = 0; i < 4; i++) {
            assertThat(attempts()).isEqualTo("ai_server/1=server_error");
        }
    }

    @Test
    void isLeftAloneWhenTooManyRequestsFail() {
        failFourTimes();

        assertThat(attempts()).isEqualTo("ai_server/1=cooling");
        assertThat(primary.asked).hasSize(4);
    }

    @Test
    void isAskedAgainByOneRequestWhenTheTimeIsOver() {
        failFourTimes();
        primary.will(json(COMPLETION));
        gateway.clock.pass(COOL.plusMillis(1));

        assertThat(attempts()).isEmpty();
        assertThat(attempts()).isEmpty();
        assertThat(primary.asked).hasSize(6);
    }

    @Test
    void isLeftAloneForTwiceAsLongWhenItStillFails() {
        failFourTimes();
        gateway.clock.pass(COOL.plusMillis(1));
        assertThat(attempts()).isEqualTo("ai_server/1=server_error");

        gateway.clock.pass(COOL.plusMillis(1));
        assertThat(attempts()).isEqualTo("ai_server/1=cooling");

        primary.will(json(COMPLETION));
        gateway.clock.pass(COOL);
        assertThat(attempts()).isEmpty();
    }

    @Test
    void onlyOneRequestFindsOutWhetherItIsBack() {
        failFourTimes();
        Sinks.One<String> answer = Sinks.one();
        primary.will((asked, response) ->
                response.header("content-type", "application/json").sendString(Mono.from(answer.asMono())));
        gateway.clock.pass(COOL.plusMillis(1));

        var probe = CompletableFuture.supplyAsync(this::attempts);
        await().until(() -> primary.asked.size() == 5);
        assertThat(attempts()).isEqualTo("ai_server/1=cooling");
        answer.tryEmitValue(COMPLETION);

        assertThat(probe.join()).isEmpty();
    }

    @Test
    void aClientThatGoesAwayWhileFindingOutDoesNotKeepItClosed() {
        failFourTimes();
        primary.will(FakeUpstream.silence());
        gateway.clock.pass(COOL.plusMillis(1));
        var gone = gateway.chatAsync(PLAIN);
        await().until(() -> primary.asked.size() == 5);
        gone.cancel(true);
        await().untilAsserted(() -> assertThat(primary.closed.get()).isPositive());

        primary.will(json(COMPLETION));

        await().untilAsserted(() -> assertThat(attempts()).isEmpty());
    }

    @Test
    void isLeftAloneAtOnceWhenItsKeyIsRefused() {
        primary.will(status(401, "{}"));
        assertThat(attempts()).isEqualTo("ai_server/1=credential_refused");

        assertThat(attempts()).isEqualTo("ai_server/1=cooling");
        gateway.clock.pass(Duration.ofSeconds(61));
        assertThat(attempts()).isEqualTo("ai_server/1=credential_refused");
    }

    @Test
    void isLeftAloneAsLongAsItWishes() {
        primary.will(status(503, "{}", "retry-after", "30"));
        assertThat(attempts()).isEqualTo("ai_server/1=overloaded");
        primary.will(json(COMPLETION));

        gateway.clock.pass(Duration.ofSeconds(29));
        assertThat(attempts()).isEqualTo("ai_server/1=cooling");
        gateway.clock.pass(Duration.ofSeconds(2));
        assertThat(attempts()).isEmpty();
    }

    @Test
    void refusalsOfTheClientsRequestAreNoFailures() {
        primary.will(status(400, "{}"));
        for (int i = 0; i < 10; i++) {
            gateway.chat(PLAIN);
        }

        primary.will(json(COMPLETION));
        assertThat(attempts()).isEmpty();
    }

    @Test
    void streamsThatBreakOffAreFailures() {
        primary.will(sse(content("a")));
        for (int i = 0; i < 4; i++) {
            gateway.chat("{\"messages\":[],\"stream\":true}");
        }
        fallback.will(sse(content("b"), DONE));

        assertThat(gateway.chat("{\"messages\":[],\"stream\":true}").header("x-signalbox-attempts"))
                .isEqualTo("ai_server/1=cooling");
    }

    @Test
    void whenAllAreLeftAloneTheOneThatReopensFirstIsAsked() {
        primary.will(status(401, "{}"));
        fallback.will(status(503, "{}", "retry-after", "30"));
        gateway.chat(PLAIN);
        fallback.will(json(COMPLETION));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-provider")).isEqualTo("ai_server/2");
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=cooling, ai_server/2=cooling");
        assertThat(attempts()).as("it is back").isEqualTo("ai_server/1=cooling");
        assertThat(primary.asked).hasSize(1);
    }

    @Test
    void staysAsItIsWhenTheConfigurationChangesElsewhere() {
        failFourTimes();
        gateway.routes(server(1, primary.baseUrl()), server(3, fallback.baseUrl()));

        assertThat(attempts()).isEqualTo("ai_server/1=cooling");
    }

    @Test
    void getsAFreshStartWithANewKeyOrAddress() {
        failFourTimes();
        gateway.routes(withKey(server(1, primary.baseUrl())), server(2, fallback.baseUrl()));
        assertThat(attempts()).isEqualTo("ai_server/1=server_error");

        failFourTimesWithKey();
        gateway.routes(withKey(server(1, fallback.baseUrl())), server(2, fallback.baseUrl()));
        assertThat(attempts()).isEmpty();
    }

    private void failFourTimesWithKey() {
        for (int i = 0; i < 3; i++) {
            attempts();
        }
        assertThat(attempts()).isEqualTo("ai_server/1=cooling");
    }

    /** Short way and long way have one limit together. */
    @Test
    void requestsBeyondTheLimitGoToTheFallback() {
        Sinks.One<String> answer = Sinks.one();
        primary.will((asked, response) ->
                response.header("content-type", "application/json").sendString(Mono.from(answer.asMono())));
        List<CompletableFuture<Reply>> waiting = new ArrayList<>();
        for (int i = 0; i < TestCircuits.MAX_IN_FLIGHT; i++) {
            waiting.add(i % 2 == 0 ? gateway.chatAsync(PLAIN) : gateway.postAsync("/v1/messages", MESSAGE));
        }
        await().until(() -> primary.asked.size() == TestCircuits.MAX_IN_FLIGHT);

        assertThat(attempts()).isEqualTo("ai_server/1=saturated");
        assertThat(gateway.postAsync("/v1/messages", MESSAGE).join().header("x-signalbox-attempts"))
                .isEqualTo("ai_server/1=saturated");
        assertThat(gateway.shortCalls.taken()).isEqualTo(TestCircuits.MAX_IN_FLIGHT / 2);

        answer.tryEmitValue(COMPLETION);
        waiting.forEach(reply -> assertThat(reply.join().status()).isEqualTo(200));
        assertThat(attempts()).isEmpty();
    }
}
