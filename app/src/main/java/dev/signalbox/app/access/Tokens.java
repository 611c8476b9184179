package dev.signalbox.app.access;

import dev.signalbox.inference.gateway.Caller;
import dev.signalbox.inference.gateway.Callers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who a bearer token belongs to; compared by hash and in constant time. */
@Component
class Tokens implements Callers {

    static final String ADMIN = "ADMIN";
    static final String AUDITOR = "AUDITOR";
    static final String ROUTER = "ROUTER";
    static final String INFERENCE = "INFERENCE";

    private final List<Entry> entries = new ArrayList<>();
    private final DenialLog denials;

    /** @param name as audit entries show it */
    record Holder(String name, Set<String> roles) {}

    private record Entry(byte[] hash, Holder holder) {}

    Tokens(AccessProperties properties, AdminToken adminToken, DenialLog denials) {
        this.denials = denials;
        add(adminToken.value(), new Holder("admin", Set.of(ADMIN, AUDITOR, INFERENCE)));
        add(properties.routerToken(), new Holder("router", Set.of(ROUTER)));
        add(properties.inferenceToken(), new Holder("inference", Set.of(INFERENCE)));
    }

    private void add(@Nullable String token, Holder holder) {
        if (token != null && !token.isBlank()) {
            entries.add(new Entry(hash(token), holder));
        }
    }

    Optional<Holder> find(String token) {
        byte[] hash = hash(token);
        Holder found = null;
        for (Entry entry : entries) {
            // no early exit: the time must not tell which entry was compared
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                found = entry.holder();
            }
        }
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<Caller> authenticate(String token) {
        return find(token)
                .filter(holder -> holder.roles().contains(INFERENCE))
                .map(holder -> Caller.unlimited(holder.name(), holder.name() + "-token"));
    }

    @Override
    public void denied(String operation, String code, Map<String, String> metadata) {
        // an event loop can't wait for the database; the rate bounds how many threads this makes
        denials.record(operation, code, metadata, Thread.ofVirtual().name("denied")::start);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
