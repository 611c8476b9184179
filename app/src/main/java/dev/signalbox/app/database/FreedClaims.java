package dev.signalbox.app.database;

import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the views' processors from the process before, which had this node's own database to itself: killed, it would hold them
 * for ten seconds more, and whoever writes meanwhile waits in vain. Another node that works on this database as well takes up
 * again what it loses.
 */
class FreedClaims implements SmartLifecycle {

    private final JdbcClient jdbc;
    private volatile boolean running;

    FreedClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void start() {
        jdbc.sql("update token_entry set owner = null where owner is not null").update();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before Axon's processors ({@code DEFAULT_PHASE - 3072}). */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 3328;
    }
}
