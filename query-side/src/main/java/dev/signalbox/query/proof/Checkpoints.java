package dev.signalbox.query.proof;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The checkpoints and the public keys in the database. */
@Component
class Checkpoints {

    private final JdbcClient jdbc;

    Checkpoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param vkey as {@code signalbox audit verify --key} takes it */
    record Signer(String vkey, Instant createdAt, @Nullable Instant retiredAt) {}

    void add(Checkpoint checkpoint) {
        jdbc.sql("insert into proof_checkpoint (size, note) values (?, ?)")
                .params(checkpoint.size(), checkpoint.note())
                .update();
    }

    Optional<Checkpoint> last() {
        return one("order by size desc, id desc limit 1");
    }

    Optional<Checkpoint> ofSize(long size) {
        return one("where size = ? order by id desc limit 1", size);
    }

    /** The first of its kind, so that a bundle of the same entry is always the same. */
    Optional<Checkpoint> covering(long position) {
        return one("where size >= ? order by size, id limit 1", position);
    }

    List<Checkpoint> from(long size) {
        return jdbc
                .sql("select note from proof_checkpoint where size >= ? order by size, id limit 100")
                .param(size)
                .query(String.class)
                .list()
                .stream()
                .map(Checkpoint::parse)
                .toList();
    }

    void register(String vkey) {
        jdbc.sql("insert into proof_signer (vkey) values (?) on conflict do nothing")
                .param(vkey)
                .update();
    }

    void retire(String vkey) {
        jdbc.sql("update proof_signer set retired_at = now() where vkey = ? and retired_at is null")
                .param(vkey)
                .update();
    }

    List<Signer> signers() {
        return jdbc.sql("select vkey, created_at, retired_at from proof_signer order by created_at, vkey")
                .query((row, number) -> new Signer(
                        row.getString(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        instant(row.getObject(3, OffsetDateTime.class))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private Optional<Checkpoint> one(String which, Object... parameters) {
        return jdbc
                .sql("select note from proof_checkpoint " + which)
                .params(parameters)
                .query(String.class)
                .list()
                .stream()
                .findFirst()
                .map(Checkpoint::parse);
    }
}
