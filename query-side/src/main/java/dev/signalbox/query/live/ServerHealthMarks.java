package dev.signalbox.query.live;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells when a server or a key was checked: whichever node did it, the result is in the database. Read once a second for all who ask. */
@Component
class ServerHealthMarks {

    private static final Logger log = LoggerFactory.getLogger(ServerHealthMarks.class);
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(900);

    private final JdbcClient jdbc;
    private String mark = "";
    private long read = System.nanoTime() - FRESH;

    ServerHealthMarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Another one after each check of any of them. */
    synchronized String mark() {
        if (System.nanoTime() - read >= FRESH) {
            read = System.nanoTime();
            try {
                mark = jdbc.sql("""
                                select string_agg(mark, ' ') from (
                                  select count(*) || ' ' || coalesce(max(checked_at)::text, '') as mark from server_health
                                  union all
                                  select count(*) || ' ' || coalesce(max(checked_at)::text, '') from api_key_check) marks""").query(String.class).single();
            } catch (DataAccessException e) {
                // the console shows what it has, and hears when there is news again
                log.debug("live=health cause=\"{}\"", e.getMessage());
            }
        }
        return mark;
    }
}
