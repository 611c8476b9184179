package dev.signalbox.command.provider;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.secrets.Vault;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables behind the rules across aggregates, and what becomes of secrets that nobody points to any more. */
@Component
class ProviderRows {

    private static final String WHERE = " where provider_type = :type and provider_id = :id";

    private final JdbcClient jdbc;
    private final Vault vault;

    ProviderRows(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    void insert(
            ProviderRef provider,
            String scope,
            String name,
            @Nullable String baseUrl,
            @Nullable SecretRef secret,
            boolean enabled) {
        of(
                        "insert into provider (provider_type, provider_id, scope, name, base_url, enabled)"
                                + " values (:type, :id, :scope, :name, :baseUrl, :enabled)",
                        provider)
                .param("scope", scope)
                .param("name", name)
                .param("baseUrl", baseUrl)
                .param("enabled", enabled)
                .update();
        setSecret(provider, secret);
    }

    void update(ProviderRef provider, String name, @Nullable String baseUrl) {
        of("update provider set name = :name, base_url = :baseUrl" + WHERE, provider)
                .param("name", name)
                .param("baseUrl", baseUrl)
                .update();
    }

    boolean isEnabled(ProviderRef provider) {
        return of("select enabled from provider" + WHERE, provider)
                .query(Boolean.class)
                .single();
    }

    void setEnabled(ProviderRef provider, boolean enabled) {
        of("update provider set enabled = :enabled" + WHERE, provider)
                .param("enabled", enabled)
                .update();
        of("update provider_purpose set enabled = :enabled" + WHERE, provider)
                .param("enabled", enabled)
                .update();
    }

    void setPurposes(ProviderRef provider, Collection<Purpose> purposes, boolean enabled) {
        List<String> names = purposes.stream().map(Purpose::wireName).toList();
        of("delete from provider_purpose" + WHERE + " and not purpose = any(:purposes)", provider)
                .param("purposes", names.toArray(String[]::new))
                .update();
        for (String name : names) {
            of("insert into provider_purpose values (:type, :id, :purpose, :enabled) on conflict do nothing", provider)
                    .param("purpose", name)
                    .param("enabled", enabled)
                    .update();
        }
    }

    /** A rotated credential's old version goes after the grace period, a cleared one's all versions now. */
    void replaceSecret(ProviderRef provider, @Nullable SecretRef secret) {
        if (secret == null) {
            destroySecret(provider);
        } else if (secret.version() > 1) {
            vault.retire(new SecretRef(secret.id(), secret.version() - 1, null, ""));
        }
        setSecret(provider, secret);
    }

    void delete(ProviderRef provider) {
        destroySecret(provider);
        of("delete from provider_purpose" + WHERE, provider).update();
        of("delete from provider" + WHERE, provider).update();
    }

    void setTargets(Purpose purpose, List<ProviderRef> targets) {
        jdbc.sql("delete from active_target where purpose = ?")
                .param(purpose.wireName())
                .update();
        for (int rank = 0; rank < targets.size(); rank++) {
            of("insert into active_target values (:purpose, :rank, :type, :id)", targets.get(rank))
                    .param("purpose", purpose.wireName())
                    .param("rank", rank)
                    .update();
        }
    }

    private void setSecret(ProviderRef provider, @Nullable SecretRef secret) {
        of("update provider set secret_id = :secretId, secret_version = :version" + WHERE, provider)
                .param("secretId", secret == null ? null : secret.id())
                .param("version", secret == null ? null : secret.version())
                .update();
    }

    private void destroySecret(ProviderRef provider) {
        of("select secret_id from provider" + WHERE + " and secret_id is not null", provider)
                .query(java.util.UUID.class)
                .optional()
                .ifPresent(vault::destroy);
    }

    private JdbcClient.StatementSpec of(String sql, ProviderRef provider) {
        return jdbc.sql(sql).param("type", provider.type().wireName()).param("id", provider.id());
    }
}
