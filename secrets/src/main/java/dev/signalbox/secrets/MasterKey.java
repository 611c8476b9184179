package dev.signalbox.secrets;

import java.util.Arrays;
import java.util.Base64;

/** The text form of a master key: 32 bytes in base64url, as Fernet writes them. */
final class MasterKey {

    private MasterKey() {}

    /** @param source where the text comes from, for the message */
    static byte[] parse(String text, String source) {
        byte[] key;
        try {
            key = Base64.getUrlDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw invalid(source, "is not base64url");
        }
        if (key.length != Crypto.KEY_BYTES) {
            Arrays.fill(key, (byte) 0);
            throw invalid(source, "has " + key.length + " bytes instead of 32");
        }
        return key;
    }

    static byte[] format(byte[] key) {
        return Base64.getUrlEncoder().encode(key);
    }

    private static InvalidEncryptionKeyException invalid(String source, String what) {
        return new InvalidEncryptionKeyException("The encryption key in " + source + " " + what
                + ". It has to be 32 bytes in base64url (44 characters); restore the key that was in use from your backup,"
                + " or for a new installation make one: head -c 32 /dev/urandom | base64 | tr '+/' '-_'");
    }
}
