package dev.signalbox.inference.probe;

import java.time.Duration;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last probe of each server, shared by all nodes. No events: a probe changes no configuration. */
@Component
class ServerHealths {

    private final JdbcClient jdbc;

    ServerHealths(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes over a server's next probe. One node only gets it: moving the time of the last check is the claim, so it
     * needs no lock that a dying node could keep.
     */
    boolean claim(long serverId, Duration interval) {
        return jdbc.sql("""
                        insert into server_health (server_id, status, checked_at, message)
                        values (:id, 'unknown', now(), 'Being probed for the first time')
                        on conflict (server_id) do update set checked_at = now()
                        where server_health.checked_at is null
                           or server_health.checked_at <= now() - make_interval(secs => :seconds)""")
                        .param("id", serverId)
                        .param("seconds", interval.toMillis() / 1000.0)
                        .update()
                == 1;
    }

    void record(long serverId, Health health) {
        jdbc.sql("""
                        insert into server_health (server_id, status, checked_at, message)
                        values (:id, :status, now(), :message)
                        on conflict (server_id) do update
                        set status = excluded.status, checked_at = excluded.checked_at, message = excluded.message""")
                .param("id", serverId)
                .param("status", health.status().wireName())
                .param("message", health.message())
                .update();
    }

    /** Leaves young rows alone: they may belong to a server that this node has not heard of yet. */
    void forgetAllBut(Collection<Long> serverIds, Duration age) {
        jdbc.sql("""
                        delete from server_health
                        where not (server_id = any(:ids)) and checked_at < now() - make_interval(secs => :seconds)""")
                .param("ids", serverIds.toArray(Long[]::new))
                .param("seconds", age.toMillis() / 1000.0)
                .update();
    }
}
