package dev.signalbox.inference.gateway;

import dev.signalbox.inference.circuit.Admission;
import dev.signalbox.inference.circuit.Circuit;
import dev.signalbox.inference.circuit.Circuits;
import dev.signalbox.inference.circuit.Cooling;
import dev.signalbox.inference.circuit.Pass;
import dev.signalbox.inference.gateway.FailureClass.Again;
import dev.signalbox.inference.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One request's way through the providers: each in its turn, those left alone passed over; then, after a pause, those again
 * that may have recovered; all within a budget of time and attempts, and only until the first content.
 */
final class Failover {

    private final Calls calls;
    private final Circuits circuits;
    private final FailoverProperties limits;
    private final Exchange exchange;
    private final ApiRequest request;
    private final List<Upstream> routes;
    private final @Nullable UpstreamFailure[] failures;
    private final long start;
    private int next;
    private int attempts;
    private int pauses;
    private int soonest = -1;
    private int first = -1;
    private boolean askedAgainAtOnce;
    /** The next attempt trusts no connection that was kept. */
    private boolean afresh;

    Failover(
            Calls calls,
            Circuits circuits,
            FailoverProperties limits,
            Exchange exchange,
            ApiRequest request,
            List<Upstream> routes) {
        this.calls = calls;
        this.circuits = circuits;
        this.limits = limits;
        this.exchange = exchange;
        this.request = request;
        this.routes = routes;
        failures = new UpstreamFailure[routes.size()];
        start = exchange.detour() == null ? System.nanoTime() : exchange.line().start();
    }

    /** From the start, or from where the short way has ended. */
    Mono<Void> begin() {
        Detour detour = exchange.detour();
        if (detour == null || detour.failure() == null || !detour.hasAsked(routes.getFirst())) {
            return run();
        }
        attempts++;
        next++;
        return failed(0, detour.failure());
    }

    /** The first one in order that may be asked. */
    private Mono<Void> run() {
        while (next < routes.size() && attempts < limits.attempts()) {
            int index = next++;
            Circuit circuit = circuits.of(routes.get(index));
            switch (circuit.enter()) {
                case ADMITTED -> {
                    return attempt(index, circuit.pass(false));
                }
                case COOLING -> {
                    exchange.failed(routes.get(index), "cooling");
                    remember(index, circuit);
                }
                case SATURATED -> note(index, new UpstreamFailure(FailureClass.SATURATED));
            }
        }
        return attempts == 0 && soonest >= 0 ? force(soonest) : again();
    }

    private void remember(int index, Circuit circuit) {
        boolean sooner = soonest < 0
                || circuit.reopens().isBefore(circuits.of(routes.get(soonest)).reopens());
        soonest = sooner ? index : soonest;
    }

    /** Nobody else is left. */
    private Mono<Void> force(int index) {
        Circuit circuit = circuits.of(routes.get(index));
        Admission admission = circuit.enter();
        if (admission == Admission.ADMITTED) {
            return attempt(index, circuit.pass(false));
        }
        if (admission == Admission.COOLING && circuit.force() == Admission.ADMITTED) {
            return attempt(index, circuit.pass(true));
        }
        return failed(index, new UpstreamFailure(FailureClass.SATURATED));
    }

    private Mono<Void> attempt(int index, Pass pass) {
        attempts++;
        boolean onNewConnection = afresh;
        afresh = false;
        return calls.call(exchange, request, routes.get(index), index == 0, onNewConnection, pass, left())
                .onErrorResume(e -> !exchange.committed(), e -> {
                    UpstreamFailure failure = UpstreamFailure.of(e);
                    // a kept connection may end at any time: only a new one says something about the provider
                    Cooling cooling = asksAtOnce(failure)
                            ? Cooling.NOT_ASKED
                            : failure.failure().cooling();
                    pass.failed(cooling, wish(failure), failure.failure().label());
                    return failed(index, failure);
                });
    }

    private boolean asksAtOnce(UpstreamFailure failure) {
        return failure.failure().again() == Again.AT_ONCE && !askedAgainAtOnce && mayGoOn(Duration.ZERO);
    }

    private static @Nullable Duration wish(UpstreamFailure failure) {
        RetryAfter retryAfter = failure.retryAfter();
        return retryAfter == null ? null : retryAfter.time();
    }

    private Mono<Void> failed(int index, UpstreamFailure failure) {
        note(index, failure);
        if (!failure.failure().triesNext(index == 0)) {
            return answer(index, failure);
        }
        if (asksAtOnce(failure)) {
            askedAgainAtOnce = true;
            afresh = true;
            return force(index);
        }
        return mayGoOn(Duration.ZERO) ? run() : answer();
    }

    private void note(int index, UpstreamFailure failure) {
        exchange.failed(routes.get(index), failure.failure().label());
        failures[index] = failure;
        first = first < 0 ? index : first;
    }

    /** After a pause the one that may be asked again soonest; the earlier in order when several may. */
    private Mono<Void> again() {
        int best = -1;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < failures.length; i++) {
            UpstreamFailure failure = failures[i];
            if (failure != null && failure.failure().again() == Again.BACK_OFF) {
                long pause = pause(failure);
                best = pause < shortest ? i : best;
                shortest = Math.min(pause, shortest);
            }
        }
        Duration pause = Duration.ofMillis(shortest);
        if (best < 0 || pauses >= limits.retries() || pause.compareTo(limits.longestPause()) > 0 || !mayGoOn(pause)) {
            return answer();
        }
        pauses++;
        int chosen = best;
        return new LoopTimer(exchange.loop(), pause).then(Mono.defer(() -> force(chosen)));
    }

    private long pause(UpstreamFailure failure) {
        Duration wish = wish(failure);
        if (wish != null) {
            return wish.toMillis();
        }
        long millis = limits.backOff().toMillis() << pauses;
        return millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1);
    }

    private boolean mayGoOn(Duration pause) {
        return attempts < limits.attempts() && left().compareTo(pause) > 0;
    }

    private Duration left() {
        return limits.budget().minusNanos(System.nanoTime() - start);
    }

    /** The primary's failure, or that of the first one that was asked in its place. */
    private Mono<Void> answer() {
        UpstreamFailure told = failures[first];
        return told == null ? Mono.error(new IllegalStateException("Nobody was asked")) : answer(first, told);
    }

    private Mono<Void> answer(int index, UpstreamFailure told) {
        Upstream upstream = routes.get(index);
        boolean inVain = told.failure().needsAnOperator();
        if (inVain) {
            exchange.isInVain();
        }
        return exchange.refuse(told.error(upstream.label()), upstream, inVain ? null : told.retryAfter());
    }
}
