package dev.signalbox.inference.usage;

import static dev.signalbox.inference.usage.UsageFixtures.KEY;
import static dev.signalbox.inference.usage.UsageFixtures.NOON;
import static dev.signalbox.inference.usage.UsageFixtures.SERVER;
import static dev.signalbox.inference.usage.UsageFixtures.by;
import static dev.signalbox.inference.usage.UsageFixtures.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.events.Purpose;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UsageMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UsageMetrics metrics = new UsageMetrics(registry);

    @Test
    void measuresByTheConventions() {
        metrics.record(by(KEY, NOON));
        metrics.record(by(KEY, NOON));

        var duration = registry.get("gen_ai.server.request.duration").timer();
        assertThat(duration.count()).isEqualTo(2);
        assertThat(duration.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(500);
        assertThat(duration.getId().getTags())
                .containsExactlyInAnyOrder(
                        Tag.of("gen_ai.operation.name", "chat"),
                        Tag.of("gen_ai.provider.name", "acme"),
                        Tag.of("gen_ai.request.model", "m"),
                        Tag.of("gen_ai.response.model", ""),
                        Tag.of("error.type", ""));
        var call = registry.get("gen_ai.client.operation.duration").timer();
        assertThat(call.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(460);
        assertThat(call.getId().getTags()).isEqualTo(duration.getId().getTags());
        assertThat(registry.get("gen_ai.server.time_to_first_token").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(100);
        // 200 ms for the 99 tokens after the first
        assertThat(registry.get("gen_ai.server.time_per_output_token").timer().totalTime(TimeUnit.MICROSECONDS))
                .isBetween(4040.0, 4041.0);
        assertThat(tokens("input")).isEqualTo(2000);
        assertThat(tokens("output")).isEqualTo(200);
    }

    private double tokens(String type) {
        return registry.get("gen_ai.client.token.usage")
                .tag("gen_ai.token.type", type)
                .summary()
                .totalAmount();
    }

    @Test
    void tellsErrorsApart() {
        metrics.record(record(KEY, NOON, "m", "a", 200));
        metrics.record(record(KEY, NOON, "m", "a", 502));

        assertThat(registry.get("gen_ai.server.request.duration")
                        .tag("error.type", "upstream_server_error")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void strangersNamesMakeNoTimeSeries() {
        for (int i = 0; i < 500; i++) {
            metrics.record(record(KEY, NOON, "wrong-" + i, "a", 404));
            metrics.record(record(KEY, NOON, "right-" + i, "a", 200));
        }

        assertThat(registry.find("gen_ai.server.request.duration").timers()).hasSize(102);
        assertThat(registry.get("gen_ai.server.request.duration")
                        .tag("gen_ai.request.model", "right-7")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.find("gen_ai.server.request.duration")
                        .tag("gen_ai.request.model", "wrong-7")
                        .timer())
                .isNull();
    }

    @Test
    void countsAttemptsByWhatBecameOfThem() {
        UsageRecord some = by(KEY, NOON);
        var asked = new UsageRecord.Asked("chat", Purpose.CHAT, "m", false, "a", "t", "r", 1);
        metrics.record(UsageRecord.of(
                some.time(),
                asked,
                new UsageRecord.Answered(
                        SERVER,
                        "vllm",
                        "m",
                        null,
                        200,
                        null,
                        3,
                        List.of("api_key/5=rate_limited", "api_key/6=rate_limited"),
                        1,
                        -1,
                        -1),
                Tokens.UNKNOWN));

        assertThat(attempts("api_key/5", "rate_limited")).isEqualTo(1);
        assertThat(attempts("ai_server/3", "ok")).isEqualTo(1);
        assertThat(registry.find("gen_ai.client.token.usage").summaries())
                .allSatisfy(summary ->
                        assertThat(summary.count()).as("unknown is not nothing").isZero());
    }

    private double attempts(String provider, String outcome) {
        return registry.get("signalbox.gateway.attempts")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
