package dev.signalbox.secrets;

import java.security.GeneralSecurityException;

/** Wraps data keys; held on this node, or by a key management service that this node may ask. */
interface KeyEncryptionKey {

    /** Tells keys apart and tells nothing about the key. */
    String id();

    /**
     * @param dataKey 32 bytes
     * @param context what the wrap is bound to
     */
    byte[] wrap(byte[] dataKey, byte[] context);

    /**
     * @throws GeneralSecurityException if the wrap or its context was changed, or is another key's
     * @throws SecretUnavailableException if the key can't be used at the moment
     */
    byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException;
}
