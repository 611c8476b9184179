package dev.signalbox.app.access;

import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenLimits;
import dev.signalbox.events.token.TokenScope;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.inference.gateway.Caller;
import java.util.Set;

/**
 * Who has come in.
 *
 * @param name as audit entries show it
 * @param tokenId of the token, never the token: {@code token-7}, {@code admin-token} of the configured one, {@code jwt-…}
 * @param actorType {@code token} or {@code user}
 */
record Holder(String name, String tokenId, String actorType, Set<Role> roles, TokenScope scope, TokenLimits limits) {

    /** A token that is configured is known by its place in the configuration. */
    static Holder configured(String name, Set<Role> roles) {
        return new Holder(name, name + "-token", "token", roles, TokenScope.ALL, TokenLimits.NONE);
    }

    static Holder of(TokenTable.Entry token) {
        return new Holder(
                token.name(),
                token.tokenId().toString(),
                "token",
                token.roles(),
                token.terms().scope(),
                token.terms().limits());
    }

    boolean may(Role role) {
        return roles.contains(role);
    }

    Caller caller() {
        return new Caller(name, tokenId, scope, limits);
    }
}
