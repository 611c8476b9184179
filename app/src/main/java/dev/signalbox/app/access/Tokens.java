package dev.signalbox.app.access;

import dev.signalbox.events.signal.MetadataKeys;
import dev.signalbox.events.token.Role;
import dev.signalbox.events.token.TokenTable;
import dev.signalbox.inference.gateway.Caller;
import dev.signalbox.inference.gateway.Callers;
import dev.signalbox.secrets.TokenHashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who a bearer token belongs to, on both ports and from memory alone; compared by hash and in constant time. */
@Component
class Tokens implements Callers {

    private static final String PREFIX = "sbx_";
    private static final int MANY = 10_000;

    private final List<Configured> configured = new ArrayList<>();
    private final IssuedTokens issued;
    private final TokenHashes hashes;
    private final Jwts jwts;
    private final DenialLog denials;
    private final Clock clock;
    /**
     * By the SHA-256 of issued tokens, what they hash to with the key: that takes longer than all else there is to do here.
     * Whether they are accepted is asked each time.
     */
    private final Map<String, String> keyed = new ConcurrentHashMap<>();

    private record Configured(byte[] hash, Holder holder) {}

    Tokens(
            AccessProperties properties,
            AdminToken adminToken,
            IssuedTokens issued,
            TokenHashes hashes,
            Jwts jwts,
            DenialLog denials,
            Clock clock) {
        this.issued = issued;
        this.hashes = hashes;
        this.jwts = jwts;
        this.denials = denials;
        this.clock = clock;
        add(adminToken.value(), Holder.configured("admin", Set.of(Role.ADMIN, Role.AUDITOR, Role.INFERENCE)));
        add(properties.routerToken(), Holder.configured("router", Set.of(Role.ROUTER)));
        add(properties.inferenceToken(), Holder.configured("inference", Set.of(Role.INFERENCE)));
    }

    private void add(@Nullable String token, Holder holder) {
        if (token != null && !token.isBlank()) {
            configured.add(new Configured(sha256(token), holder));
        }
    }

    /** May ask an identity provider for a key that is new: not for event loops. */
    Optional<Holder> find(String token) {
        return find(token, true);
    }

    private Optional<Holder> find(String token, boolean mayWait) {
        byte[] digest = sha256(token);
        Holder ours = configured(digest);
        if (ours != null) {
            return Optional.of(ours);
        }
        String key = new String(digest, StandardCharsets.ISO_8859_1);
        String before = keyed.get(key);
        Optional<Holder> again = before == null ? Optional.empty() : issued(before);
        return again.isPresent() ? again : first(token, key, mayWait);
    }

    private Optional<Holder> first(String token, String key, boolean mayWait) {
        String hash = hash(token);
        if (hash == null) {
            return jwts.find(token, mayWait);
        }
        Optional<Holder> found = issued(hash);
        if (found.isPresent()) {
            if (keyed.size() >= MANY) {
                keyed.clear();
            }
            keyed.put(key, hash);
        }
        return found;
    }

    private Optional<Holder> issued(String hash) {
        Instant now = clock.instant();
        return issued.find(hash)
                .filter(entry -> IssuedTokens.accepted(entry, hash, now))
                .map(Holder::of);
    }

    /** By what a token that was found is known again, without the token; null when it is nothing of ours. */
    @Nullable
    String proof(String token) {
        byte[] digest = sha256(token);
        return configured(digest) != null ? HexFormat.of().formatHex(digest) : hash(token);
    }

    /** Whose token it was, if it is still accepted. */
    Optional<Holder> byProof(String proof) {
        Holder ours = configured(HexFormat.of().parseHex(proof));
        return ours != null ? Optional.of(ours) : issued(proof);
    }

    private @Nullable Holder configured(byte[] hash) {
        Holder found = null;
        for (Configured entry : configured) {
            // no early exit: the time must not tell which entry was compared
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                found = entry.holder();
            }
        }
        return found;
    }

    /** Null when it can be nobody's. */
    private @Nullable String hash(String token) {
        return token.startsWith(PREFIX) && !issued.isEmpty() && hashes.ready()
                ? hashes.of(token.getBytes(StandardCharsets.UTF_8))
                : null;
    }

    @Override
    public Map<String, String> known(String token) {
        String hash = hash(token);
        return hash == null
                ? Map.of()
                : issued.find(hash).map(Tokens::described).orElse(Map.of());
    }

    private static Map<String, String> described(TokenTable.Entry token) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(MetadataKeys.USER, token.name());
        metadata.put(MetadataKeys.TOKEN_ID, token.tokenId().toString());
        return metadata;
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        return find(token, false).filter(holder -> holder.may(Role.INFERENCE)).map(Holder::caller);
    }

    @Override
    public Optional<Caller> withoutRole(String token) {
        return find(token, false).filter(holder -> !holder.may(Role.INFERENCE)).map(Holder::caller);
    }

    @Override
    public void denied(String operation, String code, Map<String, String> metadata) {
        // an event loop can't wait for the database; the rate bounds how many threads this makes
        denials.record(operation, code, metadata, Thread.ofVirtual().name("denied")::start);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
