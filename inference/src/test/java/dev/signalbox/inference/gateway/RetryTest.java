package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.COMPLETION;
import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.FakeUpstream.status;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.FakeUpstream.Behaviour;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.TestUpstream;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

/** Asking the same provider again: at once, or after a pause when nobody else is left; within the budget. */
class RetryTest {

    private static final String PLAIN = "{\"messages\":[]}";

    private final FakeUpstream primary = new FakeUpstream();
    private final FakeUpstream fallback = new FakeUpstream();
    private TestGateway gateway = with(Duration.ofSeconds(60), 6, 2);

    @AfterEach
    void close() {
        gateway.close();
        primary.close();
        fallback.close();
    }

    private static TestGateway with(Duration budget, int attempts, int retries) {
        return new TestGateway(
                InferenceFixtures.vault(), TestUpstream.patient(), GatewaySettings.failover(budget, attempts, retries));
    }

    /** One after the other; the last one for ever. */
    private static Behaviour inTurn(Behaviour... behaviours) {
        Queue<Behaviour> left = new ArrayDeque<>(List.of(behaviours));
        return (asked, response) -> {
            synchronized (left) {
                Behaviour now = left.size() > 1 ? left.remove() : left.element();
                return now.answer(asked, response);
            }
        };
    }

    @Test
    void asksTheOnlyProviderAgainAfterAPause() {
        primary.will(inTurn(status(500, "{}"), status(503, "{}"), json(COMPLETION)));
        gateway.routes(server(1, primary.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.body()).isEqualTo(COMPLETION);
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=server_error, ai_server/1=overloaded");
    }

    @Test
    void asksTheFallbackFirst() {
        primary.will(inTurn(status(500, "{}"), json(COMPLETION)));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.header("x-provider")).isEqualTo("ai_server/2");
        assertThat(primary.asked).hasSize(1);
    }

    @Test
    void comesBackToThePrimaryWhenTheFallbackFailsToo() {
        primary.will(inTurn(status(500, "{}"), json(COMPLETION)));
        fallback.will(status(401, "{}"));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.header("x-provider")).isEqualTo("ai_server/1");
        assertThat(reply.header("x-signalbox-attempts"))
                .isEqualTo("ai_server/1=server_error, ai_server/2=credential_refused");
    }

    @Test
    void waitsAsLongAsTheProviderWishes() {
        primary.will(inTurn(status(429, "{}", "retry-after", "1"), json(COMPLETION)));
        gateway.routes(server(1, primary.baseUrl()));
        long start = System.nanoTime();

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotWaitForAProviderThatWantsToBeLeftAloneForLong() {
        primary.will(inTurn(status(429, "{}", "retry-after", "5"), json(COMPLETION)));
        gateway.routes(server(1, primary.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).isEqualTo("5");
        assertThat(primary.asked).hasSize(1);
    }

    @Test
    void doesNotWaitBeyondTheBudget() {
        gateway.close();
        gateway = with(Duration.ofMillis(900), 6, 2);
        primary.will(inTurn(status(429, "{}", "retry-after", "1"), json(COMPLETION)));
        gateway.routes(server(1, primary.baseUrl()));

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(429);
        assertThat(primary.asked).hasSize(1);
    }

    @Test
    void givesUpAfterSoManyAttempts() {
        gateway.close();
        gateway = with(Duration.ofSeconds(60), 3, 10);
        gateway.routes(server(1, primary.will(status(500, "{}")).baseUrl()));

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(502);
        assertThat(primary.asked).hasSize(3);
    }

    @Test
    void spendsTheTimeForAllAttemptsOnlyOnce() {
        gateway.close();
        gateway = with(Duration.ofMillis(500), 6, 2);
        primary.will(FakeUpstream.silence());
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.code()).isEqualTo("upstream_first_content_timeout");
        assertThat(fallback.asked).isEmpty();
    }

    @Test
    void asksOnceMoreAtOnceWhenAKeptConnectionWasGivenUp() {
        primary.will(inTurn(FakeUpstream.cut(), json(COMPLETION)));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        var reply = gateway.chat(PLAIN);

        assertThat(reply.header("x-provider")).isEqualTo("ai_server/1");
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=connection_closed");
    }

    /** As after a restart of the provider, or behind a load balancer that forgets connections. */
    @Test
    void asksOnANewConnectionWhenAllThatAreKeptWereGivenUp() {
        int many = 8;
        AttributeKey<Boolean> used = AttributeKey.valueOf("used");
        Sinks.Empty<Void> all = Sinks.empty();
        primary.will((asked, response) -> {
            var before = new AtomicReference<Boolean>();
            response.withConnection(to -> before.set(to.channel().attr(used).getAndSet(true)));
            Behaviour now = before.get() == null ? json(COMPLETION) : FakeUpstream.cut();
            return all.asMono().thenMany(now.answer(asked, response));
        });
        gateway.routes(server(1, primary.baseUrl()));
        var first = Stream.generate(() -> gateway.postAsync(TestGateway.CHAT + "?long", PLAIN))
                .limit(many)
                .toList();
        await().until(() -> primary.asked.size() == many);
        all.tryEmitEmpty();
        first.forEach(reply -> assertThat(reply.join().status()).isEqualTo(200));

        var reply = gateway.postAsync(TestGateway.CHAT + "?long", PLAIN).join();

        assertThat(reply.body()).isEqualTo(COMPLETION);
        assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=connection_closed");
    }

    /** Servers end kept connections as they like, and answer at once on a new one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?long"})
    void aKeptConnectionThatWasGivenUpIsNoFailureOfTheProvider(String way) {
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));
        for (int i = 0; i < 6; i++) {
            primary.will(inTurn(FakeUpstream.cut(), json(COMPLETION)));

            var reply = gateway.postAsync(TestGateway.CHAT + way, PLAIN).join();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-signalbox-attempts")).isEqualTo("ai_server/1=connection_closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?long"})
    void whoClosesNewConnectionsTooIsLeftAlone(String way) {
        gateway.routes(server(1, primary.will(FakeUpstream.cut()).baseUrl()), server(2, fallback.baseUrl()));

        await().untilAsserted(() -> assertThat(
                        gateway.postAsync(TestGateway.CHAT + way, PLAIN).join().header("x-signalbox-attempts"))
                .isEqualTo("ai_server/1=cooling"));
    }

    @Test
    void repeatsNothingThatIsTheClientsMistake() {
        primary.will(status(400, "{\"error\":{\"message\":\"no\",\"type\":\"x\",\"param\":null,\"code\":null}}"));
        gateway.routes(server(1, primary.baseUrl()), server(2, fallback.baseUrl()));

        assertThat(gateway.chat(PLAIN).status()).isEqualTo(400);
        assertThat(primary.asked).hasSize(1);
        assertThat(fallback.asked).isEmpty();
    }
}
