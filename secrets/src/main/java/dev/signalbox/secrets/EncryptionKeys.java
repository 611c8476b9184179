package dev.signalbox.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code encryption_key}, {@code fingerprint_key} and {@code key_holder}: what all nodes agree on. */
final class EncryptionKeys {

    record Row(String keyId, boolean isPrimary, Instant addedAt, long wraps) {}

    record Wrapped(String keyId, byte[] wrappedKey) {}

    private final JdbcClient jdbc;

    EncryptionKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<String> primary() {
        return jdbc.sql("select key_id from encryption_key where is_primary")
                .query(String.class)
                .optional();
    }

    /** With what each wraps: versions of secrets and the fingerprint key. */
    List<Row> all() {
        return jdbc.sql("""
                        select key_id, is_primary, added_at,
                            (select count(*) from vault_secret v where v.key_id = k.key_id)
                            + (select count(*) from fingerprint_key f where f.key_id = k.key_id) as wraps
                        from encryption_key k order by added_at, key_id""")
                .query((row, number) -> new Row(
                        row.getString("key_id"),
                        row.getBoolean("is_primary"),
                        row.getTimestamp("added_at").toInstant(),
                        row.getLong("wraps")))
                .list();
    }

    /** The first primary of a new database; does nothing when there is one. */
    void first(String keyId, Instant now) {
        jdbc.sql("""
                        insert into encryption_key (key_id, is_primary, added_at)
                        select ?, true, ? where not exists (select from encryption_key where is_primary)
                        on conflict (key_id) do update set is_primary = true""").params(keyId, now.atOffset(ZoneOffset.UTC)).update();
    }

    /** In the caller's transaction, so that there is one primary whenever anybody looks. */
    void promote(String keyId, Instant now) {
        jdbc.sql("select key_id from encryption_key order by key_id for update")
                .query(String.class)
                .list();
        jdbc.sql("update encryption_key set is_primary = false where is_primary and key_id <> ?")
                .param(keyId)
                .update();
        jdbc.sql("""
                        insert into encryption_key (key_id, is_primary, added_at) values (?, true, ?)
                        on conflict (key_id) do update set is_primary = true""").params(keyId, now.atOffset(ZoneOffset.UTC)).update();
    }

    /** The foreign keys refuse it while the key wraps anything. */
    boolean delete(String keyId) {
        return jdbc.sql("delete from encryption_key where key_id = ? and not is_primary")
                        .param(keyId)
                        .update()
                == 1;
    }

    Optional<Wrapped> fingerprintKey() {
        return jdbc.sql("select key_id, wrapped_key from fingerprint_key")
                .query(Wrapped.class)
                .optional();
    }

    void addFingerprintKey(Wrapped wrapped) {
        jdbc.sql("insert into fingerprint_key (key_id, wrapped_key) values (?, ?) on conflict do nothing")
                .params(wrapped.keyId(), wrapped.wrappedKey())
                .update();
    }

    void rewrapFingerprintKey(Wrapped before, Wrapped after) {
        jdbc.sql("update fingerprint_key set key_id = ?, wrapped_key = ? where key_id = ?")
                .params(after.keyId(), after.wrappedKey(), before.keyId())
                .update();
    }

    void holding(String node, Set<String> keyIds, Instant now) {
        jdbc.sql("""
                        insert into key_holder (node, key_ids, seen_at) values (?, ?, ?)
                        on conflict (node) do update set key_ids = excluded.key_ids, seen_at = excluded.seen_at""")
                .params(node, keyIds.toArray(String[]::new), now.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("delete from key_holder where seen_at < ?")
                .param(now.minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC))
                .update();
    }

    void gone(String node) {
        jdbc.sql("delete from key_holder where node = ?").param(node).update();
    }

    List<String> nodesWithout(String keyId, Instant seenSince) {
        return jdbc.sql("select node from key_holder where seen_at > ? and not (? = any(key_ids)) order by node")
                .params(seenSince.atOffset(ZoneOffset.UTC), keyId)
                .query(String.class)
                .list();
    }
}
