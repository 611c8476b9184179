package dev.signalbox.inference.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.springframework.stereotype.Component;

/**
 * Requests as metrics, by OpenTelemetry's conventions for generative AI. Measured from the records, on the thread that
 * collects them: a request itself pays nothing for it.
 */
@Component
class UsageMetrics {

    /** The conventions' own boundaries. */
    private static final Duration[] SECONDS = DoubleStream.of(
                    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
            .mapToObj(UsageMetrics::seconds)
            .toArray(Duration[]::new);

    private static final Duration[] TO_FIRST = DoubleStream.of(
                    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
            .mapToObj(UsageMetrics::seconds)
            .toArray(Duration[]::new);

    private static final Duration[] PER_TOKEN = DoubleStream.of(
                    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5)
            .mapToObj(UsageMetrics::seconds)
            .toArray(Duration[]::new);

    private static final double[] TOKENS = {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304};

    private static final int MOST_NAMES = 100;

    private final MeterRegistry registry;
    private final ModelNames models = new ModelNames(MOST_NAMES);
    private final ModelNames named = new ModelNames(MOST_NAMES);
    private final ModelNames errors = new ModelNames(MOST_NAMES);
    private final Map<Key, Meters> meters = new HashMap<>();
    private final Map<String, Counter> attempts = new HashMap<>();

    private record Key(String operation, String provider, String model, String named, String error) {

        Tags tags() {
            return Tags.of(
                    "gen_ai.operation.name", operation,
                    "gen_ai.provider.name", provider,
                    "gen_ai.request.model", model,
                    "gen_ai.response.model", named);
        }
    }

    private record Meters(
            Timer duration, Timer call, Timer first, Timer perToken, DistributionSummary in, DistributionSummary out) {}

    UsageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /** For one thread only. */
    void record(UsageRecord ended) {
        UsageRecord.Answered answered = ended.answered();
        Tokens tokens = ended.tokens();
        Meters of = meters.computeIfAbsent(key(ended), this::register);
        of.duration.record(answered.nanos(), TimeUnit.NANOSECONDS);
        if (answered.callNanos() >= 0) {
            of.call.record(answered.callNanos(), TimeUnit.NANOSECONDS);
        }
        if (answered.firstTokenNanos() >= 0) {
            of.first.record(answered.firstTokenNanos(), TimeUnit.NANOSECONDS);
            if (tokens.out() > 1) {
                long rest = answered.nanos() - answered.firstTokenNanos();
                of.perToken.record(rest / (tokens.out() - 1), TimeUnit.NANOSECONDS);
            }
        }
        if (tokens.in() >= 0) {
            of.in.record(tokens.in());
            of.out.record(tokens.out());
        }
        attempts(answered);
    }

    private Key key(UsageRecord ended) {
        UsageRecord.Answered answered = ended.answered();
        boolean fine = answered.status() < 400;
        String error = answered.errorCode() == null && !fine ? "" + answered.status() : answered.errorCode();
        return new Key(
                operation(ended.asked().endpoint()),
                answered.kind() == null ? "" : answered.kind(),
                models.of(answered.model(), fine),
                named.of(answered.modelNamed(), fine),
                errors.of(error, true));
    }

    private static String operation(String endpoint) {
        return switch (endpoint) {
            case "completions" -> "text_completion";
            case "messages", "responses" -> "chat";
            default -> endpoint;
        };
    }

    private Meters register(Key key) {
        Tags tags = key.tags();
        Tags withError = tags.and("error.type", key.error);
        return new Meters(
                timer(
                        "gen_ai.server.request.duration",
                        "From the request to the end of its answer",
                        withError,
                        SECONDS),
                timer(
                        "gen_ai.client.operation.duration",
                        "From the last call of a provider to the end of its answer",
                        withError,
                        SECONDS),
                timer("gen_ai.server.time_to_first_token", "Of streams, to the first content", tags, TO_FIRST),
                timer("gen_ai.server.time_per_output_token", "Of streams, after the first", tags, PER_TOKEN),
                tokens(tags.and("gen_ai.token.type", "input")),
                tokens(tags.and("gen_ai.token.type", "output")));
    }

    private Timer timer(String name, String description, Tags tags, Duration[] boundaries) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(boundaries)
                .register(registry);
    }

    private DistributionSummary tokens(Tags tags) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens that providers reported")
                .tags(tags)
                .serviceLevelObjectives(TOKENS)
                .register(registry);
    }

    private void attempts(UsageRecord.Answered answered) {
        answered.failures().forEach(this::attempt);
        if (answered.attempts() > answered.failures().size() && answered.provider() != null) {
            attempt(answered.provider().type().wireName() + "/"
                    + answered.provider().id() + "=ok");
        }
    }

    /** @param attempt as {@code ai_server/3=connection_failed} */
    private void attempt(String attempt) {
        attempts.computeIfAbsent(attempt, this::counter).increment();
    }

    private Counter counter(String attempt) {
        int at = attempt.indexOf('=');
        return Counter.builder("signalbox.gateway.attempts")
                .description("Calls of providers, by what became of them")
                .tags("provider", attempt.substring(0, at), "outcome", attempt.substring(at + 1))
                .register(registry);
    }
}
