package dev.signalbox.query.audit;

import dev.signalbox.query.OnEveryNode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Numbers the entries that have no position; who reads up to a number has seen all below it. */
@OnEveryNode
class ActNumbers {

    private final JdbcClient jdbc;

    ActNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Others wait until the current transaction ends, so that numbers become visible in their order. */
    long next() {
        jdbc.sql("select cast(pg_advisory_xact_lock(hashtext('signalbox audit acts')) as text)")
                .query()
                .singleRow();
        return jdbc.sql("select nextval('audit_act_number')").query(Long.class).single();
    }
}
