package dev.signalbox.secrets;

import dev.signalbox.events.node.Node;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;

/**
 * Exports the {@link Vault}, the {@link KeyRing} and its {@link Rewrap}. Needs a {@link JdbcClient} and a transaction manager;
 * the application enables scheduling.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretsProperties.class)
public class SecretsConfiguration {

    @Bean(destroyMethod = "leave")
    KeyRing keyRing(
            JdbcClient jdbc,
            SecretsProperties properties,
            Environment environment,
            PlatformTransactionManager transactions,
            ObjectProvider<Node> node,
            ObjectProvider<Clock> clock) {
        String byok = environment.getProperty("BYOK_ENCRYPTION_KEY");
        String configured = StringUtils.hasText(properties.encryptionKey()) ? properties.encryptionKey() : byok;
        List<KeyEncryptionKey> first = new ArrayList<>();
        if (properties.vaultTransit() != null) {
            first.add(TransitKey.of(properties.vaultTransit()));
        }
        if (StringUtils.hasText(configured)) {
            first.add(configured(configured));
        }
        HeldKeys held = new HeldKeys(first, new KeyFile(properties.home()));
        return new KeyRing(
                        held,
                        new EncryptionKeys(jdbc),
                        new TransactionTemplate(transactions),
                        clock.getIfAvailable(Clock::systemUTC),
                        node.stream()
                                .map(Node::id)
                                .findFirst()
                                .orElseGet(() -> UUID.randomUUID().toString()))
                .open();
    }

    private static KeyEncryptionKey configured(String text) {
        return LocalKey.derive(MasterKey.parse(text, "BYOK_ENCRYPTION_KEY (signalbox.encryption-key)"));
    }

    @Bean
    Fingerprints fingerprints(JdbcClient jdbc, KeyRing keys) {
        return new Fingerprints(new EncryptionKeys(jdbc), keys);
    }

    @Bean
    TokenHashes tokenHashes(JdbcClient jdbc, Fingerprints fingerprints) {
        return new TokenHashes(new EncryptionKeys(jdbc), fingerprints);
    }

    @Bean
    Vault vault(
            JdbcClient jdbc,
            KeyRing keys,
            Fingerprints fingerprints,
            SecretsProperties properties,
            ObjectProvider<Clock> clock) {
        return new Vault(
                new SealedSecrets(jdbc),
                keys,
                fingerprints,
                properties.secretGracePeriod(),
                clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Rewrap rewrap(
            JdbcClient jdbc,
            KeyRing keys,
            Fingerprints fingerprints,
            PlatformTransactionManager transactions,
            ObjectProvider<Clock> clock) {
        return new Rewrap(
                new SealedSecrets(jdbc),
                keys,
                fingerprints,
                new RewrapRun(jdbc),
                new TransactionTemplate(transactions),
                clock.getIfAvailable(Clock::systemUTC));
    }
}
