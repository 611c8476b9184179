package dev.signalbox.events.secret;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points to one version of a secret in the vault; safe to store, log and show.
 *
 * @param id the secret's identity, the same for all its versions
 * @param version 1 for the first, one more for each rotation
 * @param lastFour the plaintext's last four characters, null when it has fewer than twelve
 * @param fingerprint a keyed hash of the plaintext: equal secrets of one installation have equal fingerprints
 */
public record SecretRef(UUID id, int version, @Nullable String lastFour, String fingerprint) {

    /** {@code ****} and the last four characters, or {@code ****} alone for a short secret. */
    public String masked() {
        return lastFour == null ? "****" : "****" + lastFour;
    }
}
