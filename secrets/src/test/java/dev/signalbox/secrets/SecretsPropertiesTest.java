package dev.signalbox.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SecretsPropertiesTest {

    @EnableConfigurationProperties(SecretsProperties.class)
    static class Properties {}

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void haveDefaults() {
        runner.run(context -> {
            SecretsProperties properties = context.getBean(SecretsProperties.class);
            assertThat(properties.home()).isEqualTo(Path.of(System.getProperty("user.home"), ".signalbox"));
            assertThat(properties.encryptionKey()).isNull();
            assertThat(properties.secretGracePeriod()).isEqualTo(Duration.ofHours(24));
        });
    }

    @Test
    void neverPrintTheKey() {
        runner.withPropertyValues("signalbox.encryption-key=" + SecretFixtures.byok(1))
                .run(context -> assertThat(
                                context.getBean(SecretsProperties.class).toString())
                        .doesNotContain(SecretFixtures.byok(1)));
    }
}
