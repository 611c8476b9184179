package dev.signalbox.secrets;

import static dev.signalbox.secrets.SecretFixtures.ORIGIN;
import static dev.signalbox.secrets.SecretFixtures.PLAINTEXT;
import static dev.signalbox.secrets.SecretFixtures.sealed;
import static dev.signalbox.secrets.SecretFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class VaultTest {

    private final Vault vault = new Vault(
            new SealedSecrets(mock(JdbcClient.class)),
            SecretFixtures.keys(SecretFixtures.key(1)),
            new Fingerprints(new EncryptionKeys(mock(JdbcClient.class)), SecretFixtures.keys()),
            Duration.ofHours(24),
            Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(strings = {ORIGIN, ORIGIN + ":443/v1/models", "HTTP://localhost:8000"})
    void opensForTheAllowedHosts(String origin) {
        assertThat(text(vault.open(sealed(), origin))).isEqualTo(PLAINTEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "https://api.example.com:8443",
                "https://api.example.com.evil.example",
                "https://api.example.com@evil.example",
                "http://localhost",
                "",
            })
    void staysShutForEveryOtherHost(String origin) {
        assertThatThrownBy(() -> vault.open(sealed(), origin))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(ORIGIN);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "sk-0123456789; 6789",
                "12345678901;",
                "123456789012; 9012",
                "пароль-секрет; крет",
                "short-äöü€𝄞; "
            },
            delimiter = ';')
    void showsTheLastFourCharactersOfALongSecretOnly(String secret, String lastFour) {
        assertThat(Vault.lastFour(secret.getBytes(StandardCharsets.UTF_8))).isEqualTo(lastFour);
    }

    @Test
    void showsNothingOfAnEmptySecret() {
        assertThat(Vault.lastFour(new byte[0])).isNull();
    }
}
