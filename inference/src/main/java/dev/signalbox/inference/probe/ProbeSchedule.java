package dev.signalbox.inference.probe;

import dev.signalbox.inference.routing.Routing;
import dev.signalbox.inference.routing.RoutingSnapshot;
import dev.signalbox.inference.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Probes every enabled server once per interval, whichever node gets to it first. */
@Component
class ProbeSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ProbeSchedule.class);
    private static final int AT_ONCE = 4;

    private final Routing routing;
    private final ServerProbe probe;
    private final ServerHealths healths;
    private final ProbeProperties properties;
    private @Nullable ScheduledExecutorService clock;
    private @Nullable ExecutorService workers;

    ProbeSchedule(Routing routing, ServerProbe probe, ServerHealths healths, ProbeProperties properties) {
        this.routing = routing;
        this.probe = probe;
        this.healths = healths;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("probe-clock").daemon().factory());
        workers = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().name("probe-", 0).daemon().factory());
        next(clock, Duration.ZERO);
    }

    /** Nodes that were started together drift apart; looking often costs one cheap update per server. */
    private void next(ScheduledExecutorService running, Duration delay) {
        var unused = running.schedule(
                () -> {
                    round();
                    long half = Math.max(1, properties.interval().toMillis() / 2);
                    next(
                            running,
                            Duration.ofMillis(
                                    half / 2 + ThreadLocalRandom.current().nextLong(half)));
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void round() {
        RoutingSnapshot snapshot = routing.current().orElse(null);
        if (snapshot == null) {
            return;
        }
        List<Upstream> servers = snapshot.providers().values().stream()
                .filter(Upstream::isServer)
                .toList();
        try {
            servers.stream().filter(server -> server.route().enabled()).forEach(this::probeIfDue);
            healths.forgetAllBut(
                    servers.stream().map(server -> server.ref().id()).toList(),
                    properties.interval().multipliedBy(2));
        } catch (DataAccessException e) {
            log.debug("No probes while the database is away: {}", e.toString());
        }
    }

    private void probeIfDue(Upstream server) {
        ExecutorService pool = workers;
        if (pool != null && healths.claim(server.ref().id(), properties.interval())) {
            pool.execute(() -> probe(server));
        }
    }

    private void probe(Upstream server) {
        try {
            healths.record(server.ref().id(), probe.probe(server));
        } catch (RuntimeException e) {
            log.warn("The probe of {} came to nothing: {}", server.label(), e.toString());
        }
    }

    @Override
    public synchronized void stop() {
        if (clock != null && workers != null) {
            clock.shutdownNow();
            workers.shutdownNow();
        }
        clock = null;
        workers = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return clock != null;
    }

    @Override
    public boolean isAutoStartup() {
        return properties.scheduled();
    }
}
