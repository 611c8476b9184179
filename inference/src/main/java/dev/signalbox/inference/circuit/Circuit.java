package dev.signalbox.inference.circuit;

import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.inference.upstream.Upstream;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this node has seen of one provider: a circuit breaker and a limit of concurrent requests. Open means that it is left
 * alone; when the time is over, one live request finds out whether it is back.
 */
public final class Circuit {

    /** As operators see it. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private static final IllegalStateException FAILURE = new IllegalStateException("the provider failed");

    private final String apiBase;
    private final @Nullable SecretRef secret;
    private final CircuitProperties properties;
    private final Clock clock;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private volatile Instant reopens = Instant.EPOCH;
    private volatile @Nullable String cause;

    Circuit(Upstream upstream, CircuitProperties properties, Clock clock) {
        apiBase = upstream.apiBase();
        secret = upstream.route().secret();
        this.properties = properties;
        this.clock = clock;
        breaker = CircuitBreaker.of(
                upstream.label(),
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                properties.window(),
                                properties.minimumCalls(),
                                CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
                                // the lock-free one is a chain of objects: once its beginning is old, all of it
                                // grows old, and fills the heap with 120 bytes for each request
                                CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
                        .failureRateThreshold(properties.failureRate())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(this::opened)
                        .clock(clock)
                        .build());
        bulkhead = Bulkhead.of(
                upstream.label(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(properties.maxInFlight())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    /** Another address or another key may well work where the former one did not. */
    boolean isOf(Upstream upstream) {
        return apiBase.equals(upstream.apiBase())
                && Objects.equals(secret, upstream.route().secret());
    }

    /** The breaker opens by itself: this is where it asks for how long. */
    private Long opened(int times) {
        long first = properties.cool().toMillis();
        long millis = Math.min(properties.longestCool().toMillis(), first << Math.min(times - 1, 16));
        reopens = clock.instant().plusMillis(millis);
        return millis;
    }

    /** Whoever is admitted has to close the {@link #pass}. */
    public Admission enter() {
        if (!breaker.tryAcquirePermission()) {
            return Admission.COOLING;
        }
        if (!bulkhead.tryAcquirePermission()) {
            breaker.releasePermission();
            return Admission.SATURATED;
        }
        return Admission.ADMITTED;
    }

    /** Asks although it is to be left alone, because there is nobody else to ask. */
    public Admission force() {
        return bulkhead.tryAcquirePermission() ? Admission.ADMITTED : Admission.SATURATED;
    }

    public Pass pass(boolean forced) {
        return new Pass(this, forced);
    }

    void succeeded(boolean forced, long nanos) {
        if (forced) {
            breaker.transitionToClosedState();
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void failed(Cooling cooling, @Nullable Duration retryAfter, String why, long nanos, boolean forced) {
        switch (cooling.kind()) {
            case NOT_ASKED -> notAsked(forced);
            case ALIVE -> succeeded(forced, nanos);
            case COUNTED -> {
                cause = why;
                if (retryAfter == null) {
                    breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILURE);
                } else {
                    coolFor(retryAfter);
                }
            }
            case AT_ONCE -> {
                cause = why;
                coolFor(retryAfter == null ? cooling.time() : retryAfter);
            }
        }
    }

    void notAsked(boolean forced) {
        if (!forced) {
            breaker.releasePermission();
        }
    }

    void left() {
        bulkhead.releasePermission();
    }

    private void coolFor(Duration wished) {
        Duration time = wished.compareTo(properties.longestCool()) > 0 ? properties.longestCool() : wished;
        Instant until = clock.instant().plus(time);
        boolean longer = breaker.getState() == CircuitBreaker.State.OPEN && reopens.isAfter(until);
        if (!longer) {
            reopens = until;
            breaker.transitionToOpenStateFor(time);
        }
    }

    public State state() {
        return switch (breaker.getState()) {
            case CLOSED -> State.CLOSED;
            case HALF_OPEN -> State.HALF_OPEN;
            // the next request finds out
            default -> clock.instant().isBefore(reopens) ? State.OPEN : State.HALF_OPEN;
        };
    }

    /** In the past when it is not left alone. */
    public Instant reopens() {
        return reopens;
    }

    /** The failure that opened it; null when it is closed. */
    public @Nullable String cause() {
        return state() == State.CLOSED ? null : cause;
    }

    public int inFlight() {
        return properties.maxInFlight() - bulkhead.getMetrics().getAvailableConcurrentCalls();
    }

    /** Per cent of the last requests; null while there were too few. */
    public @Nullable Float failureRate() {
        float rate = breaker.getMetrics().getFailureRate();
        return rate < 0 ? null : rate;
    }
}
