package dev.signalbox.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.core.NestedRuntimeException;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.ClientHttpRequestFactoryFactory;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.core.VaultTransitOperations;
import org.springframework.vault.support.Ciphertext;
import org.springframework.vault.support.ClientOptions;
import org.springframework.vault.support.Plaintext;
import org.springframework.vault.support.SslConfiguration;

/**
 * A key in HashiCorp Vault's transit engine: it never leaves Vault, which wraps and unwraps for us and records that it did.
 * A digest of the context is wrapped with the data key, as not every type of transit key takes associated data.
 */
final class TransitKey implements KeyEncryptionKey {

    private static final ClientOptions OPTIONS = new ClientOptions(Duration.ofSeconds(3), Duration.ofSeconds(5));

    private final String name;
    private final VaultTransitOperations transit;

    private TransitKey(String name, VaultTransitOperations transit) {
        this.name = name;
        this.transit = transit;
    }

    static TransitKey of(SecretsProperties.VaultTransit settings) {
        VaultTemplate vault = new VaultTemplate(
                VaultEndpoint.from(settings.uri()),
                ClientHttpRequestFactoryFactory.create(OPTIONS, SslConfiguration.unconfigured()),
                () -> new TokenAuthentication(token(settings)).login());
        return new TransitKey(settings.key(), vault.opsForTransit(settings.path()));
    }

    /** Read at each use: tokens are renewed by whoever writes the file. */
    private static String token(SecretsProperties.VaultTransit settings) {
        try {
            return Files.readString(settings.tokenFile()).strip();
        } catch (IOException e) {
            throw new SecretUnavailableException("The file with Vault's token, " + settings.tokenFile()
                    + " (signalbox.vault-transit.token-file), can't be read. Write the token there.");
        }
    }

    @Override
    public String id() {
        return "transit:" + name;
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] context) {
        byte[] bound = Arrays.copyOf(dataKey, 2 * Crypto.KEY_BYTES);
        System.arraycopy(Crypto.sha256(context), 0, bound, Crypto.KEY_BYTES, Crypto.KEY_BYTES);
        try {
            return transit.encrypt(name, Plaintext.of(bound)).getCiphertext().getBytes(StandardCharsets.US_ASCII);
        } catch (NestedRuntimeException | IllegalStateException e) {
            throw unavailable(e);
        } finally {
            Arrays.fill(bound, (byte) 0);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
        byte[] bound = decrypt(new String(wrapped, StandardCharsets.US_ASCII));
        try {
            boolean whole = bound.length == 2 * Crypto.KEY_BYTES
                    && MessageDigest.isEqual(
                            Arrays.copyOfRange(bound, Crypto.KEY_BYTES, bound.length), Crypto.sha256(context));
            if (!whole) {
                throw new GeneralSecurityException("wrapped for something else");
            }
            return Arrays.copyOf(bound, Crypto.KEY_BYTES);
        } finally {
            Arrays.fill(bound, (byte) 0);
        }
    }

    private byte[] decrypt(String ciphertext) {
        try {
            return transit.decrypt(name, Ciphertext.of(ciphertext)).getPlaintext();
        } catch (NestedRuntimeException | IllegalStateException e) {
            throw unavailable(e);
        }
    }

    /** Without Vault's own words, which may hold what we sent. */
    private SecretUnavailableException unavailable(Exception e) {
        return new SecretUnavailableException(
                "Vault's transit key " + name + " can't be used ("
                        + e.getClass().getSimpleName()
                        + "). Look whether Vault is reachable and unsealed, and whether the token may encrypt and decrypt with the key.");
    }
}
