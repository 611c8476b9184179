package dev.signalbox.secrets;

/** The configured key-encryption key can't be used; the message says what to do. */
public class InvalidEncryptionKeyException extends RuntimeException {

    InvalidEncryptionKeyException(String message) {
        super(message);
    }
}
