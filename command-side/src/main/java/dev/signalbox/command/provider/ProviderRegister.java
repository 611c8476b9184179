package dev.signalbox.command.provider;

import dev.signalbox.command.write.Rejection;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What commands must know of other aggregates; {@link SetRules} writes it, in the transaction of each command. */
@Component
public class ProviderRegister {

    private final JdbcClient jdbc;

    ProviderRegister(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param scope the vendor of a key, empty for a server
     * @param baseUrl a server's, or that of a key which has one of its own
     */
    public record Entry(
            String scope,
            String name,
            @Nullable String baseUrl,
            @Nullable UUID secretId,
            @Nullable Integer secretVersion,
            boolean enabled) {}

    public long nextId(ProviderType type) {
        String sequence = type == ProviderType.AI_SERVER ? "server_id_seq" : "api_key_id_seq";
        return jdbc.sql("select nextval('" + sequence + "')").query(Long.class).single();
    }

    public Optional<Entry> find(ProviderRef provider) {
        return jdbc.sql("""
                        select scope, name, base_url, secret_id, secret_version, enabled
                        from provider where provider_type = ? and provider_id = ?""")
                .params(provider.type().wireName(), provider.id())
                .query(Entry.class)
                .optional();
    }

    /** The position of the newest event; 0 when there is none. */
    public long head() {
        return jdbc.sql("select coalesce(max(global_index), 0) from domain_event_entry")
                .query(Long.class)
                .single();
    }

    /** Whether there is, or ever was, a server, an API key or an active provider. */
    public boolean everConfigured() {
        return jdbc.sql("""
                        select exists(select 1 from domain_event_entry where aggregate_identifier like 'server-%'
                          or aggregate_identifier like 'api-key-%' or aggregate_identifier like 'active-%')""").query(Boolean.class).single();
    }

    /** Refuses a target that isn't there, is disabled or isn't marked for the purpose. */
    public void requireServing(ProviderRef provider, Purpose purpose) {
        Entry entry = find(provider).orElseThrow(() -> new Rejection.Unknown(inWords(provider)));
        if (!entry.enabled()) {
            throw new Rejection.Conflict("provider-disabled", inWords(provider) + " is disabled. Enable it first.");
        }
        boolean serves = jdbc.sql("""
                        select count(*) from provider_purpose
                        where provider_type = ? and provider_id = ? and purpose = ? and enabled""")
                        .params(provider.type().wireName(), provider.id(), purpose.wireName())
                        .query(Long.class)
                        .single()
                > 0;
        if (!serves) {
            throw new Rejection.Conflict(
                    "purpose-not-marked",
                    inWords(provider) + " is not marked for " + purpose.wireName()
                            + ". Set its use_for_… field first.");
        }
    }

    /** Refuses when the provider is the active one, or a fallback, for any purpose. */
    public void requireUnused(ProviderRef provider, String what) {
        List<String> purposes = purposesInUse(provider);
        if (!purposes.isEmpty()) {
            throw inUse(provider, what, purposes);
        }
    }

    /** The same for one purpose. */
    public void requireUnused(ProviderRef provider, Purpose purpose, String what) {
        if (purposesInUse(provider).contains(purpose.wireName())) {
            throw inUse(provider, what, List.of(purpose.wireName()));
        }
    }

    private List<String> purposesInUse(ProviderRef provider) {
        return jdbc.sql("""
                        select distinct purpose from active_target
                        where provider_type = ? and provider_id = ? order by purpose""")
                .params(provider.type().wireName(), provider.id())
                .query(String.class)
                .list();
    }

    private static Rejection inUse(ProviderRef provider, String what, List<String> purposes) {
        return new Rejection.Conflict(
                "provider-in-use",
                inWords(provider) + " can't be " + what + ": it is an active provider or fallback for "
                        + String.join(", ", purposes)
                        + ". Choose another active provider first.");
    }

    private static String inWords(ProviderRef provider) {
        return provider.type().wireName().replace('_', ' ').toLowerCase(Locale.ROOT) + " " + provider.id();
    }
}
