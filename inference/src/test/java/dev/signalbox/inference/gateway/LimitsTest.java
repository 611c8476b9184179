package dev.signalbox.inference.gateway;

import static dev.signalbox.inference.FakeUpstream.json;
import static dev.signalbox.inference.InferenceFixtures.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.inference.FakeUpstream;
import dev.signalbox.inference.limit.Kind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients see of their limits. */
class LimitsTest {

    private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],"
            + "\"usage\":{\"prompt_tokens\":40,\"completion_tokens\":20,\"cost\":0.3}}";

    private final FakeUpstream upstream = new FakeUpstream().will(json(ANSWER));
    private final TestGateway gateway = TestGateway.start().routes(server(1, upstream.baseUrl()));

    @AfterEach
    void close() {
        gateway.close();
        upstream.close();
    }

    private Reply ask(String limits) {
        return ask(limits, TestGateway.CHAT);
    }

    private Reply ask(String limits, String path) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Authorization", "Bearer " + TestCallers.metered(limits))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"messages\":[],\"max_tokens\":5,\"model\":\"m\"}"))
                .build());
    }

    private Reply askUntilRefused(String limits) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> ask(limits), reply -> reply.status() == 429);
    }

    @Test
    void whoHasNoLimitsHearsOfNone() {
        Reply reply = gateway.chat("{\"messages\":[]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.http().headers().map().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
        assertThat(gateway.limits.used(Kind.REQUESTS)).isZero();
    }

    @Test
    void everyAnswerSaysWhatIsLeft() {
        Reply reply = ask("60_6000__");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-ratelimit-limit-requests")).isEqualTo("60");
        assertThat(reply.header("x-ratelimit-remaining-requests")).isEqualTo("59");
        assertThat(reply.header("x-ratelimit-reset-requests")).matches("1\\.0s|[0-9]+ms");
        assertThat(reply.header("x-ratelimit-limit-tokens")).isEqualTo("6000");
        assertThat(reply.header("x-ratelimit-remaining-tokens")).isEqualTo("6000");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ask("60_6000__").header("x-ratelimit-remaining-tokens"))
                        .isNotEqualTo("6000"));
    }

    @Test
    void tooManyRequests() {
        Reply reply = askUntilRefused("6___");

        assertThat(reply.code()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.error().path("type").asString()).isEqualTo("requests");
        assertThat(Long.parseLong(reply.header("retry-after"))).isPositive();
        assertThat(reply.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(upstream.asked.size()).isBetween(6, 6 + 6);
    }

    @Test
    void tooManyTokens() {
        Reply reply = askUntilRefused("_100__");

        assertThat(reply.code()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.error().path("type").asString()).isEqualTo("tokens");
        assertThat(Long.parseLong(reply.header("retry-after"))).isPositive();
    }

    @Test
    void aSpentBudget() {
        for (String limits : new String[] {"__0.5_", "___0.5"}) {
            Reply reply = askUntilRefused(limits);

            assertThat(reply.code()).isEqualTo("insufficient_quota");
            assertThat(reply.error().path("type").asString()).isEqualTo("insufficient_quota");
            assertThat(Long.parseLong(reply.header("retry-after"))).isGreaterThan(60);
            assertThat(reply.header("x-should-retry")).isEqualTo("false");
        }
    }

    @Test
    void whatAnotherNodeSpentCounts() {
        gateway.limits.use(Kind.USD_PER_DAY, 100);

        assertThat(askUntilRefused("__50_").code()).isEqualTo("insufficient_quota");
    }

    @Test
    void clientsOfAnthropicAreToldInTheirShape() {
        gateway.limits.use(Kind.USD_PER_DAY, 100);
        askUntilRefused("__50_");

        Reply reply = ask("__50_", "/v1/messages");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.body()).contains("\"type\":\"error\"", "\"rate_limit_error\"");
    }

    @Test
    void withoutTheDatabaseTheLastLeaseIsSpentAndThenNothing() {
        assertThat(ask("40___").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(gateway.limits.used(Kind.REQUESTS)).isPositive());
        gateway.limits.away(true);

        Reply reply = askUntilRefused("40___");

        assertThat(reply.code()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.error().path("message").asString()).contains("can't be checked");
        assertThat(reply.header("retry-after")).isEqualTo("5");
        assertThat(upstream.asked.size()).isBetween(2, 1 + 2 + 5 + 5);
        assertThat(gateway.chat("{\"messages\":[]}").status())
                .as("who has no limits goes on")
                .isEqualTo(200);

        gateway.limits.away(false);
        gateway.limits.sweep();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ask("40___").status()).isEqualTo(200));
    }
}
