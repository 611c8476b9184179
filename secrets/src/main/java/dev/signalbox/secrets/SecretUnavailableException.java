package dev.signalbox.secrets;

/** A secret that can't be opened: destroyed, sealed under a key that is not here, tampered with, or meant for another host. */
public class SecretUnavailableException extends RuntimeException {

    public SecretUnavailableException(String message) {
        super(message);
    }
}
