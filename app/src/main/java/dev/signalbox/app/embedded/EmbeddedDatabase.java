package dev.signalbox.app.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL with its data below {@code $SIGNALBOX_HOME}: comes back when it dies, and stops on {@link #close()} only.
 *
 * <p>There is no shutdown hook: PostgreSQL has to outlive the requests that a graceful shutdown still answers, so whoever
 * started it closes it last. When nobody does, the next start finds it and stops it.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final HomeLock lock;
    private final Cluster cluster;
    private final int port;
    private final Postmaster postmaster;
    private final Watchdog watchdog;
    private boolean closed;

    private EmbeddedDatabase(HomeLock lock, Cluster cluster, int port, Postmaster postmaster, Watchdog watchdog) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.postmaster = postmaster;
        this.watchdog = watchdog;
    }

    /**
     * Starts PostgreSQL, the first time with an empty database.
     *
     * @throws EmbeddedDatabaseException with a message that says what to do, also if another process runs on this home
     */
    public static EmbeddedDatabase start(Path home) {
        HomeLock lock = null;
        EmbeddedDatabase database = null;
        try {
            lock = HomeLock.take(home);
            database = start(lock);
            return database;
        } catch (IOException e) {
            throw EmbeddedDatabaseException.of(home, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("Interrupted while PostgreSQL was starting.");
        } finally {
            if (database == null && lock != null) {
                lock.close();
            }
        }
    }

    private static EmbeddedDatabase start(HomeLock lock) throws IOException, InterruptedException {
        Programs.requireUser();
        Binaries binaries = Binaries.unpack(lock.home());
        Programs programs = new Programs(binaries);
        Cluster cluster = Cluster.open(lock.home(), programs);
        binaries.requireVersionOf(cluster.data());
        Remains remains = new Remains(programs, binaries, cluster.data());
        remains.clear();
        int port = cluster.choosePort();
        Postmaster postmaster = new Postmaster(programs, cluster.data(), port);
        boolean ready = false;
        try {
            postmaster.start();
            cluster.createDatabase(port);
            ready = true;
        } finally {
            if (!ready) {
                postmaster.stop();
            }
        }
        Watchdog watchdog = new Watchdog(postmaster, remains);
        watchdog.start();
        log.info("PostgreSQL (process {}) runs on port {} with its data in {}", postmaster.pid(), port, cluster.data());
        return new EmbeddedDatabase(lock, cluster, port, postmaster, watchdog);
    }

    public String jdbcUrl() {
        return Cluster.jdbcUrl(port, Cluster.DATABASE);
    }

    public String user() {
        return Cluster.USER;
    }

    public String password() {
        return cluster.password();
    }

    long pid() {
        return postmaster.pid();
    }

    /** Stops PostgreSQL and gives the home free; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            watchdog.stop();
            postmaster.stop();
            log.info("PostgreSQL is stopped");
        } catch (IOException e) {
            log.warn("PostgreSQL is not stopped, the next start does it: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
