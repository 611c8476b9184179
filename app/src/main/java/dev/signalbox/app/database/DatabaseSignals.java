package dev.signalbox.app.database;

import dev.signalbox.app.Roles;
import dev.signalbox.events.signal.EventsAppended;
import dev.signalbox.events.signal.KeysRewrapped;
import dev.signalbox.events.signal.ViewAdvanced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells this node what others committed: PostgreSQL's notifications become signals. While the database is away it tries again twice a
 * second; what was missed meanwhile is made up by the polling of those who listen.
 */
@Component
class DatabaseSignals implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSignals.class);
    private static final int WAIT_MILLIS = 500;
    private static final long START_SECONDS = 5;

    private final DataSource dataSource;
    private final ApplicationEventPublisher signals;
    private final boolean keepsViews;
    private final CountDownLatch firstTry = new CountDownLatch(1);
    private volatile @Nullable Thread listener;

    DatabaseSignals(DataSource dataSource, ApplicationEventPublisher signals, Environment environment) {
        this.dataSource = dataSource;
        this.signals = signals;
        keepsViews = Roles.keepsViews(environment);
    }

    @Override
    public void start() {
        Thread thread = Thread.ofPlatform().name("database-signals").daemon().unstarted(this::listen);
        // before it runs: it ends when it is no longer the one
        listener = thread;
        thread.start();
        try {
            boolean tried = firstTry.await(START_SECONDS, TimeUnit.SECONDS);
            LOG.debug("signals=started tried={}", tried);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        while (listener == Thread.currentThread()) {
            try (Connection connection = dataSource.getConnection()) {
                forward(connection);
            } catch (SQLException | RuntimeException e) {
                LOG.warn("signals=interrupted cause=\"{}\"", e.getMessage());
                firstTry.countDown();
                pause();
            }
        }
    }

    private void forward(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen signalbox_events");
            statement.execute("listen signalbox_views");
            statement.execute("listen signalbox_keys");
            if (keepsViews) {
                statement.execute("select pg_advisory_lock_shared(" + FreedClaims.LIVING + ")");
            }
        }
        // for events that were committed and views that advanced before we listened
        signals.publishEvent(new EventsAppended(0));
        firstTry.countDown();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (listener == Thread.currentThread()) {
            for (PGNotification notification : postgres.getNotifications(WAIT_MILLIS)) {
                publishSafely(notification);
            }
        }
        // goes back to the pool: must not collect notifications there
        try (var statement = connection.createStatement()) {
            statement.execute("unlisten *");
            statement.execute("select pg_advisory_unlock_all()");
        }
    }

    /** A listener that fails must not end the listening. */
    private void publishSafely(PGNotification notification) {
        try {
            publish(notification);
        } catch (RuntimeException e) {
            LOG.error("signal={} could not be handled", notification.getName(), e);
        }
    }

    private void publish(PGNotification notification) {
        String text = notification.getParameter();
        switch (notification.getName()) {
            case "signalbox_events" -> signals.publishEvent(new EventsAppended(Long.parseLong(text)));
            case "signalbox_keys" -> signals.publishEvent(new KeysRewrapped());
            default -> {
                int blank = text.lastIndexOf(' ');
                signals.publishEvent(
                        new ViewAdvanced(text.substring(0, blank), Long.parseLong(text.substring(blank + 1))));
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Thread running = listener;
        listener = null;
        if (running != null) {
            joinQuietly(running);
        }
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join(2 * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }

    /**
     * Before the ports open: the first write would else wait in vain for views that this node has not heard of. After Axon,
     * whose processors it wakes.
     */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 2816;
    }
}
