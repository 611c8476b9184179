package dev.signalbox.app.cli;

import java.security.SecureRandom;
import java.util.Base64;

/** A master key as the ring file and {@code BYOK_ENCRYPTION_KEY} take it. */
final class NewKey {

    private NewKey() {}

    /** 32 random bytes in base64url, 44 characters. */
    static String line() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getUrlEncoder().encodeToString(key);
    }
}
