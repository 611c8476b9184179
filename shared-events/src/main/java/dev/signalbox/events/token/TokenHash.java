package dev.signalbox.events.token;

/**
 * By what a token is known again; safe to store, log and show.
 *
 * @param hash HMAC-SHA-256 of the token, in hexadecimal, by a key of this installation
 * @param lastFour the token's last four characters, for people to tell tokens apart
 */
public record TokenHash(String hash, String lastFour) {

    /** As secrets' fingerprints are: enough to compare. */
    public String fingerprint() {
        return hash.substring(0, 16);
    }

    public String masked() {
        return "sbx_****" + lastFour;
    }
}
