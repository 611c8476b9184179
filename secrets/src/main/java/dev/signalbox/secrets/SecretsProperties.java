package dev.signalbox.secrets;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param home where the generated key file is
 * @param encryptionKey 32 bytes in base64url; {@code BYOK_ENCRYPTION_KEY} means the same
 * @param secretGracePeriod how long a retired version of a secret can still be opened
 */
@ConfigurationProperties("signalbox")
record SecretsProperties(
        Path home,
        @Nullable String encryptionKey,
        @DefaultValue("24h") Duration secretGracePeriod) {

    SecretsProperties {
        home = home == null ? Path.of(System.getProperty("user.home"), ".signalbox") : home;
    }

    @Override
    public String toString() {
        return "SecretsProperties[home=" + home + "]";
    }
}
