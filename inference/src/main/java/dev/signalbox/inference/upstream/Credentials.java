package dev.signalbox.inference.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.secrets.SealedSecret;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.SecretUnavailableException;
import dev.signalbox.secrets.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Opens a provider's credential at the last moment, for the place that the request goes to. */
@Component
public class Credentials {

    static final byte[] BEARER = "Bearer ".getBytes(StandardCharsets.US_ASCII);

    private final Vault vault;
    private final SecretUseCount uses;
    private final OpenedSecrets opened;

    @Autowired
    Credentials(Vault vault, SecretUseCount uses, UpstreamProperties properties) {
        this(vault, uses, new OpenedSecrets(properties.openedSecrets(), Ticker.systemTicker()));
    }

    Credentials(Vault vault, SecretUseCount uses, OpenedSecrets opened) {
        this.vault = vault;
        this.uses = uses;
        this.opened = opened;
    }

    /** Whether it can be had without asking anybody: opening may mean a request to a key management service. */
    public boolean isAtHand(Upstream upstream, String url) {
        SealedSecret sealed = upstream.sealed();
        if (sealed == null) {
            return true;
        }
        try (Secret secret = opened.find(sealed.id(), sealed.version(), Vendor.origin(url))) {
            return secret != null;
        }
    }

    /**
     * What can be had without asking anybody; null when there is nothing such.
     *
     * @param origin of the URL that it is sent to
     */
    public @Nullable AuthHeader atHand(Upstream upstream, String origin) {
        SecretRef used = upstream.route().secret();
        if (used == null) {
            return AuthHeader.NONE;
        }
        SealedSecret sealed = upstream.sealed();
        if (sealed == null) {
            return null;
        }
        try (Secret secret = opened.find(sealed.id(), sealed.version(), origin)) {
            if (secret == null) {
                return null;
            }
            uses.add(upstream, used);
            return AuthHeader.of(upstream.authHeader(), secret.bytes());
        }
    }

    public AuthHeader header(Upstream upstream, String url) {
        return header(upstream, upstream.authHeader(), url);
    }

    /** @throws SecretUnavailableException if the provider wants a credential and it can't be had */
    public AuthHeader header(Upstream upstream, String authHeader, String url) {
        SecretRef used = upstream.route().secret();
        if (used == null) {
            return AuthHeader.NONE;
        }
        try (Secret secret = openedOf(upstream, url)) {
            uses.add(upstream, used);
            return AuthHeader.of(authHeader, secret.bytes());
        }
    }

    private Secret openedOf(Upstream upstream, String url) {
        SealedSecret sealed = sealed(upstream);
        return opened.open(sealed.id(), sealed.version(), Vendor.origin(url), () -> open(upstream, url));
    }

    /** The plaintext for an export; the caller closes it. */
    public Secret open(Upstream upstream, String url) {
        return vault.open(sealed(upstream), Vendor.origin(url));
    }

    /** The others are not routed to any more: deleted, or replaced by a newer version. */
    public void keepOnly(Collection<SealedSecret> known) {
        opened.keepOnly(known);
    }

    private static SealedSecret sealed(Upstream upstream) {
        SealedSecret sealed = upstream.sealed();
        if (sealed == null) {
            throw new SecretUnavailableException("The credential of " + upstream.label() + " is not in the vault");
        }
        return sealed;
    }
}
