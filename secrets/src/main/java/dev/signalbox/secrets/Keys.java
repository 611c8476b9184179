package dev.signalbox.secrets;

/** The key-encryption keys that can be used here. */
interface Keys {

    /**
     * The one that seals.
     *
     * @throws SecretUnavailableException if it is not here
     */
    KeyEncryptionKey primary();

    /** @throws SecretUnavailableException if it is not here */
    KeyEncryptionKey get(String keyId);
}
