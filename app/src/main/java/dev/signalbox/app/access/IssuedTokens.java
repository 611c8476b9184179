package dev.signalbox.app.access;

import dev.signalbox.events.token.TokenId;
import dev.signalbox.events.token.TokenTable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The issued tokens as this node knows them at this moment: immutable, swapped as a whole, read without a lock. */
@Component
class IssuedTokens {

    private volatile Known known = new Known(-1, Map.of(), Map.of());

    private record Known(long revision, Map<TokenId, TokenTable.Entry> byId, Map<String, TokenTable.Entry> byHash) {}

    /** The position that is applied, -1 for none. */
    long revision() {
        return known.revision();
    }

    boolean isEmpty() {
        return known.byId().isEmpty();
    }

    /** Whatever became of it since. The map's key is a keyed hash: how long the search takes tells nothing of a token. */
    Optional<TokenTable.Entry> find(String hash) {
        TokenTable.Entry found = known.byHash().get(hash);
        return found != null && (same(found.hash(), hash) || same(found.previousHash(), hash))
                ? Optional.of(found)
                : Optional.empty();
    }

    private static boolean same(@Nullable String a, String b) {
        return a != null
                && MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether that hash of the token is accepted at that time. */
    static boolean accepted(TokenTable.Entry token, String hash, Instant now) {
        Instant expires = token.terms().expiresAt();
        Instant previous = token.previousValidUntil();
        return !token.revoked()
                && (expires == null || now.isBefore(expires))
                && (same(token.hash(), hash) || (previous != null && now.isBefore(previous)));
    }

    /** Replaces what changed. */
    void merge(TokenTable changes) {
        Map<TokenId, TokenTable.Entry> byId = new HashMap<>(known.byId());
        changes.tokens().forEach(token -> byId.put(token.tokenId(), token));
        swap(changes.revision(), byId);
    }

    /** Forgets what is not in it. */
    void replace(TokenTable all) {
        Map<TokenId, TokenTable.Entry> byId = new HashMap<>();
        all.tokens().forEach(token -> byId.put(token.tokenId(), token));
        swap(all.revision(), byId);
    }

    private void swap(long revision, Map<TokenId, TokenTable.Entry> byId) {
        Map<String, TokenTable.Entry> byHash = new HashMap<>();
        for (TokenTable.Entry token : byId.values()) {
            byHash.put(token.hash(), token);
            String previous = token.previousHash();
            if (previous != null) {
                byHash.put(previous, token);
            }
        }
        known = new Known(revision, Map.copyOf(byId), Map.copyOf(byHash));
    }

    TokenTable table() {
        Known now = known;
        return new TokenTable(now.revision(), List.copyOf(now.byId().values()));
    }
}
