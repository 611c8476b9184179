package dev.signalbox.secrets;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;

/** Exports the {@link Vault}. Needs a {@link JdbcClient}; the application enables scheduling. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretsProperties.class)
public class SecretsConfiguration {

    @Bean
    Vault vault(JdbcClient jdbc, SecretsProperties properties, Environment environment, ObjectProvider<Clock> clock) {
        SealedSecrets rows = new SealedSecrets(jdbc);
        String byok = environment.getProperty("BYOK_ENCRYPTION_KEY");
        String configured = StringUtils.hasText(properties.encryptionKey()) ? properties.encryptionKey() : byok;
        KeyRing keys = new KeyRingLoader(rows::countByKeyId).load(configured, properties.home());
        return new Vault(rows, keys, properties.secretGracePeriod(), clock.getIfAvailable(Clock::systemUTC));
    }
}
