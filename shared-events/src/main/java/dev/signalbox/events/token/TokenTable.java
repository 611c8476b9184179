package dev.signalbox.events.token;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as those who authenticate by them see them.
 *
 * @param revision the position up to which events are in it
 */
public record TokenTable(long revision, List<Entry> tokens) {

    public TokenTable {
        tokens = List.copyOf(tokens);
    }

    /**
     * @param hash of the token that is accepted
     * @param previousHash of the one before the last rotation
     * @param previousValidUntil how long that one is still accepted, null for not at all
     */
    public record Entry(
            TokenId tokenId,
            String name,
            Set<Role> roles,
            TokenTerms terms,
            String hash,
            @Nullable String previousHash,
            @Nullable Instant previousValidUntil,
            boolean revoked) {}
}
