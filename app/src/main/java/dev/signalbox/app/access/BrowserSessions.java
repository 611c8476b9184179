package dev.signalbox.app.access;

import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sessions of all nodes, in the database: one signed out of is over everywhere, and one whose token was revoked, has
 * expired or was replaced is over as soon as a node knows.
 */
@Component
class BrowserSessions {

    private final JdbcClient jdbc;
    private final Tokens tokens;
    private final AccessProperties.Session properties;
    private final Clock clock;

    BrowserSessions(JdbcClient jdbc, Tokens tokens, AccessProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.properties = properties.session();
        this.clock = clock;
    }

    private record Row(
            String userName,
            String tokenId,
            String actorType,
            String roles,
            @Nullable String proof,
            Instant expiresAt) {

        Holder holder() {
            Set<Role> all = Arrays.stream(roles.split(","))
                    .flatMap(name -> Role.ofWireName(name).stream())
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
            return new Holder(userName, tokenId, actorType, all, TokenScope.ALL, TokenLimits.NONE, expiresAt);
        }
    }

    /** @return with when it ends at the latest */
    Holder begin(BrowserSession session, Holder holder, @Nullable String proof) {
        // as exact as the database keeps it
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant latest = now.plus(properties.lifetime());
        Instant own = holder.expiresAt();
        Instant expires = own != null && own.isBefore(latest) ? own : latest;
        jdbc.sql("""
                        insert into browser_session (id_hash, user_name, token_id, actor_type, roles, proof, created_at,
                            seen_at, expires_at)
                        values (:id, :user, :token, :actor, :roles, :proof, :now, :now, :expires)""")
                .param("id", session.idHash())
                .param("user", holder.name())
                .param("token", holder.tokenId())
                .param("actor", holder.actorType())
                .param("roles", holder.roles().stream().map(Role::wireName).collect(Collectors.joining(",")))
                .param("proof", proof)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .update();
        return holder.until(expires);
    }

    /** Who is signed in, unless the session is over. */
    Optional<Holder> find(BrowserSession session) {
        Instant now = clock.instant();
        Optional<Holder> holder = find(session, now);
        holder.ifPresent(known -> seen(session, now));
        return holder;
    }

    /** The same of a stream that it opened; to read on is no sign of life. Without a database nothing has ended. */
    boolean holds(BrowserSession session) {
        try {
            return find(session, clock.instant()).isPresent();
        } catch (DataAccessException e) {
            return true;
        }
    }

    private Optional<Holder> find(BrowserSession session, Instant now) {
        Optional<Row> row = jdbc.sql("""
                        select user_name, token_id, actor_type, roles, proof, expires_at from browser_session
                        where id_hash = ? and expires_at > ? and seen_at > ?""")
                .params(
                        session.idHash(),
                        now.atOffset(ZoneOffset.UTC),
                        now.minus(properties.idle()).atOffset(ZoneOffset.UTC))
                .query((found, number) -> new Row(
                        found.getString("user_name"),
                        found.getString("token_id"),
                        found.getString("actor_type"),
                        found.getString("roles"),
                        found.getString("proof"),
                        found.getTimestamp("expires_at").toInstant()))
                .optional();
        return row.flatMap(found -> found.proof() == null
                ? Optional.of(found.holder())
                : tokens.byProof(found.proof()).map(known -> known.until(found.expiresAt())));
    }

    /** Once a minute at most: reads should not write. */
    private void seen(BrowserSession session, Instant now) {
        jdbc.sql("update browser_session set seen_at = ? where id_hash = ? and seen_at < ?")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        session.idHash(),
                        now.minusSeconds(60).atOffset(ZoneOffset.UTC))
                .update();
    }

    void end(BrowserSession session) {
        jdbc.sql("delete from browser_session where id_hash = ?")
                .param(session.idHash())
                .update();
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
    void forget() {
        Instant now = clock.instant();
        jdbc.sql("delete from browser_session where expires_at < ? or seen_at < ?")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        now.minus(properties.idle()).atOffset(ZoneOffset.UTC))
                .update();
    }
}
