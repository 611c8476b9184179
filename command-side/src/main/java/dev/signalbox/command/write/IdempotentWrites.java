package dev.signalbox.command.write;

import dev.signalbox.secrets.Vault;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Remembers writes that carry an {@code Idempotency-Key}, per actor, for a day. The record is part of the command's transaction, so
 * a repeated write never runs twice, not even across a crash. Refused writes are not remembered: they wrote nothing.
 */
@Component
class IdempotentWrites {

    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Vault vault;

    IdempotentWrites(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** The first answer, when this request was answered before; else claims the key. Waits for a concurrent claimant. */
    @Nullable
    Committed claim() {
        Key key = key().orElse(null);
        if (key == null) {
            return null;
        }
        int claimed = jdbc.sql("""
                        insert into idempotent_write (actor, idempotency_key, request_hash) values (?, ?, ?)
                        on conflict do nothing""")
                .params(key.actor(), key.value(), key.requestHash())
                .update();
        if (claimed == 1) {
            return null;
        }
        Remembered first = jdbc.sql("""
                        select request_hash, aggregate_id, version, position, body from idempotent_write
                        where actor = ? and idempotency_key = ?""")
                .params(key.actor(), key.value())
                .query(Remembered.class)
                .single();
        if (!first.requestHash().equals(key.requestHash())) {
            throw new Rejection.Invalid(
                    "Idempotency-Key", "was used for another request. Use a new key for a new request.");
        }
        return first.committed();
    }

    /** Part of the transaction of the command. */
    void keep(Committed committed) {
        key().ifPresent(key -> jdbc.sql("""
                        update idempotent_write set aggregate_id = ?, version = ?, position = ?
                        where actor = ? and idempotency_key = ?""")
                .params(committed.aggregateId(), committed.version(), committed.position(), key.actor(), key.value())
                .update());
    }

    /** Has repetitions answered with this body; without it they show the view as it is by then. */
    void keepBody(byte[] body) {
        key().ifPresent(key -> jdbc.sql("update idempotent_write set body = ? where actor = ? and idempotency_key = ?")
                .params(body, key.actor(), key.value())
                .update());
    }

    @Scheduled(fixedDelay = 3_600_000)
    @Transactional
    void forget() {
        jdbc.sql("delete from idempotent_write where created_at < now() - make_interval(secs => ?)")
                .param(KEPT.toSeconds())
                .update();
    }

    private Optional<Key> key() {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return Optional.empty();
        }
        HttpServletRequest request = attributes.getRequest();
        String value = request.getHeader("Idempotency-Key");
        if (value == null) {
            return Optional.empty();
        }
        if (!value.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Rejection.Invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
        }
        String asked = request.getMethod() + " " + request.getRequestURI() + " " + request.getHeader("If-Match") + " "
                + request.getAttribute(RequestBodyHash.ATTRIBUTE);
        // keyed, for the body may hold a credential
        String hash = vault.fingerprint(asked.getBytes(StandardCharsets.UTF_8));
        return Optional.of(new Key(String.valueOf(request.getRemoteUser()), value, hash));
    }

    private record Key(String actor, String value, String requestHash) {}

    private record Remembered(
            String requestHash, String aggregateId, long version, long position, byte @Nullable [] body) {

        Committed committed() {
            return new Committed(aggregateId, version, position, true, body);
        }
    }
}
