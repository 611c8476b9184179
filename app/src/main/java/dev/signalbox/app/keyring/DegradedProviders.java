package dev.signalbox.app.keyring;

import dev.signalbox.events.signal.KeysRewrapped;
import dev.signalbox.secrets.Vault;
import dev.signalbox.secrets.Vault.Unopenable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The providers whose credential this node can't open. The node starts all the same, and requests go to their fallbacks;
 * log and health say what is missing.
 */
@Component("secretsHealthIndicator")
class DegradedProviders implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(DegradedProviders.class);

    /** @param neededKeyId the key-encryption key that wraps it */
    record Degraded(
            String providerType, long providerId, String name, UUID secretId, int version, String neededKeyId) {}

    private final Vault vault;
    private final JdbcClient jdbc;
    private volatile List<Degraded> last = List.of();

    DegradedProviders(Vault vault, JdbcClient jdbc) {
        this.vault = vault;
        this.jdbc = jdbc;
    }

    @EventListener({ApplicationReadyEvent.class, KeysRewrapped.class})
    void check() {
        try {
            now().forEach(provider -> log.error(
                    "secrets=degraded provider={}/{} name=\"{}\" secret={} version={} needed_key={}",
                    provider.providerType(),
                    provider.providerId(),
                    provider.name(),
                    provider.secretId(),
                    provider.version(),
                    provider.neededKeyId()));
        } catch (DataAccessException e) {
            log.warn("Can't check now whether all secrets can be opened: {}", e.getMessage());
        }
    }

    /** Live versions only; older ones in their time of grace serve requests under way. */
    List<Degraded> now() {
        Map<UUID, List<Unopenable>> shut =
                vault.unopenable().stream().collect(Collectors.groupingBy(Unopenable::secretId));
        last = shut.isEmpty() ? List.of() : providers(shut);
        return last;
    }

    private List<Degraded> providers(Map<UUID, List<Unopenable>> shut) {
        record Row(String providerType, long providerId, String name, UUID secretId, int secretVersion) {}
        Function<Row, List<Degraded>> degraded = row -> shut.getOrDefault(row.secretId(), List.of()).stream()
                .filter(secret -> secret.version() == row.secretVersion())
                .map(secret -> new Degraded(
                        row.providerType(),
                        row.providerId(),
                        row.name(),
                        row.secretId(),
                        row.secretVersion(),
                        secret.keyId()))
                .toList();
        return jdbc.sql("""
                        select provider_type, provider_id, name, secret_id, secret_version from provider
                        where secret_id = any(?) order by provider_type, provider_id""").param(shut.keySet().toArray(UUID[]::new)).query(Row.class).list().stream()
                .map(degraded)
                .flatMap(List::stream)
                .toList();
    }

    /** As of the last check: health is asked often. */
    @Override
    public Health health() {
        List<Degraded> known = last;
        return known.isEmpty()
                ? Health.up().build()
                : Health.status("DEGRADED").withDetail("providers", known).build();
    }
}
