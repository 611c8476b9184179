package dev.signalbox.inference.probe;

import dev.signalbox.events.secret.SecretRef;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last verdict on each key, for whoever asks on whatever node. No events: a check changes no configuration. */
@Component
class KeyVerdicts {

    private final JdbcClient jdbc;

    KeyVerdicts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void record(long apiKeyId, SecretRef tested, KeyCheck.Result result, Instant at) {
        jdbc.sql("""
                        insert into api_key_check (api_key_id, tested, verdict, message, checked_at)
                        values (:id, :tested, :verdict, :message, :at)
                        on conflict (api_key_id) do update
                        set tested = excluded.tested, verdict = excluded.verdict, message = excluded.message,
                            checked_at = excluded.checked_at""")
                .param("id", apiKeyId)
                .param("tested", tested.masked())
                .param("verdict", result.verdict().wireName())
                .param("message", result.message())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .update();
    }
}
