package dev.signalbox.secrets;

import dev.signalbox.events.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one place that seals and opens secrets. Writes join the caller's transaction. */
public class Vault {

    /**
     * Seals a plaintext and stores it as the first version of a new secret, or as the next version of the given one.
     *
     * @param id the secret to add a version to, null for a new secret
     * @param purpose what it is for ({@code server}, {@code api-key}); part of the associated data
     * @param origins the {@code scheme://host[:port]} it may be sent to
     */
    public SecretRef store(@Nullable UUID id, String purpose, List<String> origins, Secret plaintext) {
        throw new UnsupportedOperationException();
    }

    public Optional<SealedSecret> find(SecretRef ref) {
        throw new UnsupportedOperationException();
    }

    /**
     * The plaintext; the caller closes it.
     *
     * @param origin where it is about to be sent
     * @throws SecretUnavailableException if it can't be opened, or may not go there
     */
    public Secret open(SealedSecret sealed, String origin) {
        throw new UnsupportedOperationException();
    }

    /** Has this version destroyed after the grace period. */
    public void retire(SecretRef ref) {
        throw new UnsupportedOperationException();
    }

    /** A keyed hash, 16 hex digits: equal for equal data of this installation, useless for guessing without its key. */
    public String fingerprint(byte[] data) {
        throw new UnsupportedOperationException();
    }

    /** Destroys all versions, in the caller's transaction. */
    public void destroy(UUID id) {
        throw new UnsupportedOperationException();
    }
}
