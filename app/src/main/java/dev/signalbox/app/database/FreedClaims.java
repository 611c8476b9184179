package dev.signalbox.app.database;

import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the views' processors from the process before: killed, it would hold them for ten seconds more, and whoever writes
 * meanwhile waits in vain. A database of this node's own has nobody else in it; of one that may be shared they are taken only
 * when no other node lives that could own any. One that does all the same takes up again what it loses.
 */
class FreedClaims implements SmartLifecycle {

    /** Held in common by all nodes that may own a view, for as long as they live: PostgreSQL ends it with their connection. */
    static final long LIVING = 0x5369676e616c6273L;

    private static final String FREE = "update token_entry set owner = null where owner is not null";
    private static final String FREE_IF_ALONE = """
            with alone as materialized (select pg_try_advisory_xact_lock(?) as yes)
            update token_entry set owner = null from alone where alone.yes and owner is not null""";

    private final JdbcClient jdbc;
    private final boolean shared;
    private volatile boolean running;

    FreedClaims(JdbcClient jdbc, boolean shared) {
        this.jdbc = jdbc;
        this.shared = shared;
    }

    @Override
    public void start() {
        if (shared) {
            jdbc.sql(FREE_IF_ALONE).param(LIVING).update();
        } else {
            jdbc.sql(FREE).update();
        }
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
