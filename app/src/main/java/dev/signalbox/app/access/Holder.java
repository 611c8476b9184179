package dev.signalbox.app.access;

import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.inference.gateway.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who has come in.
 *
 * @param name as audit entries show it
 * @param tokenId of the token, never the token: {@code token-7}, {@code admin-token} of the configured one, {@code jwt-…}
 * @param actorType {@code token} or {@code user}
 * @param expiresAt null for never
 */
record Holder(
        String name,
        String tokenId,
        String actorType,
        Set<Role> roles,
        TokenScope scope,
        TokenLimits limits,
        @Nullable Instant expiresAt) {

    /** A token that is configured is known by its place in the configuration. */
    static Holder configured(String name, Set<Role> roles) {
        return new Holder(name, name + "-token", "token", roles, TokenScope.ALL, TokenLimits.NONE, null);
    }

    static Holder of(TokenTable.Entry token) {
        return new Holder(
                token.name(),
                token.tokenId().toString(),
                "token",
                token.roles(),
                token.terms().scope(),
                token.terms().limits(),
                token.terms().expiresAt());
    }

    /** The same, for a session that ends then. */
    Holder until(Instant end) {
        return new Holder(name, tokenId, actorType, roles, scope, limits, end);
    }

    /** As audit entries and events say who it was. */
    Map<String, String> metadata() {
        return Map.of(
                MetadataKeys.USER, name,
                MetadataKeys.TOKEN_ID, tokenId,
                MetadataKeys.ACTOR_TYPE, actorType,
                MetadataKeys.ROLES, roles.stream().map(Role::wireName).sorted().collect(Collectors.joining(", ")));
    }

    boolean may(Role role) {
        return roles.contains(role);
    }

    Caller caller() {
        return new Caller(name, tokenId, scope, limits);
    }
}
