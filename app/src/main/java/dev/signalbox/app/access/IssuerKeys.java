package dev.signalbox.app.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's public keys, in memory: looking one up never waits. They are fetched in the background and kept, on
 * disk too, so that its outage locks nobody out before they are too old; nor does it hold up a start.
 */
class IssuerKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    /** Tokens with invented key ids must not become requests to the provider. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    private final IssuerClient issuer;
    private final KeysCopy copy;
    private final Duration maxAge;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Keys keys = new Keys(new JWKSet(), Instant.EPOCH);
    private volatile Instant lastTried = Instant.EPOCH;
    private boolean failing;

    private record Keys(JWKSet set, Instant fetched) {}

    IssuerKeys(IssuerClient issuer, KeysCopy copy, Duration maxAge, Clock clock) {
        this.issuer = issuer;
        this.copy = copy;
        this.maxAge = maxAge;
        this.clock = clock;
        copy.read().ifPresent(stored -> keys = new Keys(stored.set(), stored.fetched()));
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        Keys now = keys;
        return clock.instant().isBefore(now.fetched().plus(maxAge)) ? selector.select(now.set()) : List.of();
    }

    boolean knows(@Nullable String keyId) {
        return keyId == null ? !keys.set().isEmpty() : keys.set().getKeyByKeyId(keyId) != null;
    }

    /** Fetches them, unless that was tried a moment ago. */
    void refreshIfDue() {
        if (clock.instant().isBefore(lastTried.plus(BETWEEN_FETCHES)) || !fetching.tryLock()) {
            return;
        }
        try {
            refresh();
        } finally {
            fetching.unlock();
        }
    }

    void refresh() {
        lastTried = clock.instant();
        try {
            JWKSet fetched = issuer.keys().toPublicJWKSet();
            keys = new Keys(fetched, lastTried);
            copy.write(fetched);
            if (failing) {
                LOG.info("oidc=reachable keys={}", fetched.size());
            }
            failing = false;
        } catch (IOException | ParseException e) {
            if (!failing) {
                LOG.warn("oidc=unreachable keys of {} go on for {} at most: {}", keys.fetched(), maxAge, e.toString());
            }
            failing = true;
        }
    }
}
