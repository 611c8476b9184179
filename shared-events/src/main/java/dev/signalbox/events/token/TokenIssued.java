package dev.signalbox.events.token;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** @param name unique among tokens that are not revoked */
public record TokenIssued(TokenId tokenId, String name, Set<Role> roles, TokenTerms terms, TokenHash hash)
        implements TokenEvent {

    public TokenIssued {
        roles = Collections.unmodifiableSet(roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles));
    }
}
