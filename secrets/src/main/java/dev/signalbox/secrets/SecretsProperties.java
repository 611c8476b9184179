package dev.signalbox.secrets;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param home where the generated key file is
 * @param encryptionKey 32 bytes in base64url; {@code BYOK_ENCRYPTION_KEY} means the same
 * @param vaultTransit null when keys are held here only
 * @param secretGracePeriod how long a retired version of a secret can still be opened
 */
@ConfigurationProperties("signalbox")
record SecretsProperties(
        Path home,
        @Nullable String encryptionKey,
        @DefaultValue("24h") Duration secretGracePeriod,
        @Nullable VaultTransit vaultTransit) {

    /**
     * A key of HashiCorp Vault's transit engine, instead of one held here.
     *
     * @param uri of Vault, as {@code https://vault.example:8200}
     * @param key its name in the transit engine; of a type that encrypts
     * @param tokenFile a file with the token that may encrypt and decrypt with it
     * @param path where the engine is mounted
     */
    record VaultTransit(
            URI uri,
            String key,
            Path tokenFile,
            @DefaultValue("transit") String path) {}

    SecretsProperties {
        home = home == null ? Path.of(System.getProperty("user.home"), ".signalbox") : home;
    }

    @Override
    public String toString() {
        return "SecretsProperties[home=" + home + "]";
    }
}
