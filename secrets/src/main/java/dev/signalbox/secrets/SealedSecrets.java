package dev.signalbox.secrets;

import dev.signalbox.events.secret.SecretRef;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code vault_secret}. */
final class SealedSecrets {

    private static final int PAGE = 100;

    private final JdbcClient jdbc;

    SealedSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the secret against changes by others until the transaction ends; returns its newest version, 0 for none. */
    int lock(UUID id) {
        jdbc.sql("select version from vault_secret where secret_id = ? for update")
                .param(id)
                .query(Integer.class)
                .list();
        // a statement of its own, because the one that waited for the lock does not see rows that were added meanwhile
        return jdbc.sql("select coalesce(max(version), 0) from vault_secret where secret_id = ?")
                .param(id)
                .query(Integer.class)
                .single();
    }

    void add(SealedSecret secret, Instant now) {
        jdbc.sql("""
                insert into vault_secret
                    (secret_id, version, purpose, origins, key_id, wrapped_key, ciphertext, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        secret.id(),
                        secret.version(),
                        secret.purpose(),
                        secret.origins().toArray(String[]::new),
                        secret.keyId(),
                        secret.wrappedKey(),
                        secret.ciphertext(),
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<SealedSecret> find(UUID id, int version, Instant now) {
        return jdbc.sql("""
                select * from vault_secret
                where secret_id = ? and version = ? and (destroy_after is null or destroy_after > ?)""")
                .params(id, version, now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> sealed(row))
                .optional();
    }

    List<SealedSecret> findAll(Collection<SecretRef> refs, Instant now) {
        return jdbc.sql("""
                select v.* from vault_secret v
                join unnest(?, ?) as wanted(secret_id, version) using (secret_id, version)
                where v.destroy_after is null or v.destroy_after > ?""")
                .params(
                        refs.stream().map(SecretRef::id).toArray(UUID[]::new),
                        refs.stream().map(SecretRef::version).toArray(Integer[]::new),
                        now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> sealed(row))
                .list();
    }

    /** The first date counts: retiring again does not prolong a secret's life. */
    void destroyAfter(UUID id, int version, Instant instant) {
        jdbc.sql("""
                update vault_secret set destroy_after = ?
                where secret_id = ? and version = ? and destroy_after is null""").params(instant.atOffset(ZoneOffset.UTC), id, version).update();
    }

    int purge(Instant now) {
        return jdbc.sql("delete from vault_secret where destroy_after <= ?")
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from vault_secret where secret_id = ?").param(id).update();
    }

    /** One after the other, without holding all of them. */
    void each(Consumer<SealedSecret> consumer) {
        List<SealedSecret> page = page(null, null);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            page = page(null, page.getLast());
        }
    }

    /** The next ones that another key wraps; whoever else works on them has them to itself. */
    List<SealedSecret> lockNotUnder(String keyId, @Nullable SealedSecret after) {
        return page(keyId, after);
    }

    private List<SealedSecret> page(@Nullable String notUnder, @Nullable SealedSecret after) {
        return jdbc.sql("""
                        select * from vault_secret
                        where (secret_id, version) > (?, ?) and key_id <> ?
                        order by secret_id, version limit ?""" + (notUnder == null ? "" : " for update skip locked"))
                .params(
                        after == null ? new UUID(0, 0) : after.id(),
                        after == null ? 0 : after.version(),
                        notUnder == null ? "" : notUnder,
                        PAGE)
                .query((row, number) -> sealed(row))
                .list();
    }

    long countNotUnder(String keyId) {
        return jdbc.sql("select count(*) from vault_secret where key_id <> ?")
                .param(keyId)
                .query(Long.class)
                .single();
    }

    void rewrapped(SealedSecret sealed) {
        jdbc.sql("update vault_secret set key_id = ?, wrapped_key = ? where secret_id = ? and version = ?")
                .params(sealed.keyId(), sealed.wrappedKey(), sealed.id(), sealed.version())
                .update();
    }

    private static SealedSecret sealed(ResultSet row) throws SQLException {
        Array origins = row.getArray("origins");
        return new SealedSecret(
                row.getObject("secret_id", UUID.class),
                row.getInt("version"),
                row.getString("purpose"),
                List.of((String[]) origins.getArray()),
                row.getString("key_id"),
                row.getBytes("wrapped_key"),
                row.getBytes("ciphertext"));
    }
}
