package dev.signalbox.app.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.signalbox.events.signal.EventsAppended;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What a start without the database left out: the migrations. Until they are done nobody may use the tables.
 */
class CatchUp implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final long PAUSE_MILLIS = 1000;

    private final Flyway flyway;
    private final HikariDataSource connections;
    private final long connectionTimeout;
    private final ApplicationEventPublisher signals;
    private volatile boolean done;
    private volatile @Nullable Thread thread;
    private @Nullable String complaint;

    CatchUp(Flyway flyway, HikariDataSource connections, long connectionTimeout, ApplicationEventPublisher signals) {
        this.connections = connections;
        this.connectionTimeout = connectionTimeout;
        this.flyway = flyway;
        this.signals = signals;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(OutageStart.AWAY)
    static class Away {

        /** Later. */
        @Bean
        FlywayMigrationStrategy noMigrationNow() {
            return flyway -> {};
        }

        @Bean
        CatchUp catchUp(
                Flyway flyway,
                HikariDataSource connections,
                Environment environment,
                ApplicationEventPublisher signals) {
            long timeout = environment.getRequiredProperty(OutageStart.TIMEOUT, Long.class);
            return new CatchUp(flyway, connections, timeout, signals);
        }
    }

    boolean isDone() {
        return done;
    }

    @Override
    public void start() {
        Thread fresh = Thread.ofPlatform().name("database-catch-up").daemon().unstarted(this::run);
        // before it runs: it ends when it is no longer the one
        thread = fresh;
        fresh.start();
    }

    private void run() {
        try {
            while (thread == Thread.currentThread() && !attempt()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() {
        try {
            flyway.migrate();
            connections.setConnectionTimeout(connectionTimeout);
            done = true;
            LOG.info("database=back message=\"The schema is checked; this node does all that its roles say.\"");
            // whoever could not read anything yet does so now
            signals.publishEvent(new EventsAppended(0));
            return true;
        } catch (RuntimeException e) {
            report(e);
            return false;
        }
    }

    /** Each reason once: an outage may be long. */
    private void report(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (!message.equals(complaint)) {
            LOG.warn("database=away cause=\"{}\"", message);
        }
        complaint = message;
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
