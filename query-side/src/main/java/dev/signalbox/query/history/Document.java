package dev.signalbox.query.history;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.Configuration.ApiKeyState;
import dev.signalbox.events.configuration.Configuration.ServerState;
import dev.signalbox.events.secret.SecretRef;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configuration as one JSON document, in the contract's names; of a secret only mask, version and fingerprint. */
final class Document {

    static final String SERVER = "server";
    static final String API_KEY = "api_key";
    static final String ACTIVE_PROVIDER = "active_provider";

    private Document() {}

    /** By kind of entity, then by its id. */
    static Map<String, Object> of(Configuration configuration) {
        Map<String, Object> servers = new TreeMap<>();
        configuration.servers().forEach((id, server) -> servers.put("" + id, of(server)));
        Map<String, Object> keys = new TreeMap<>();
        configuration.apiKeys().forEach((id, key) -> keys.put("" + id, of(key)));
        Map<String, Object> active = new TreeMap<>();
        configuration.active().forEach((purpose, set) -> active.put(purpose.wireName(), of(set)));
        return new TreeMap<>(Map.of(SERVER, servers, API_KEY, keys, ACTIVE_PROVIDER, active));
    }

    private static Map<String, Object> of(ServerState server) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("name", server.details().name());
        fields.put("server_type", server.details().type().wireName());
        fields.put("base_url", server.details().baseUrl());
        put(fields, "model_path", server.details().modelPath());
        for (Purpose purpose : Purpose.values()) {
            fields.put(
                    "use_for_" + purpose.wireName(), server.details().purposes().contains(purpose));
        }
        fields.put("metadata", server.details().metadata());
        put(fields, API_KEY, of(server.credential()));
        fields.put("enabled", server.enabled());
        return fields;
    }

    private static Map<String, Object> of(ApiKeyState key) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("provider", key.provider());
        fields.put("key_name", key.details().keyName());
        fields.put("use_for_ops_center", key.details().useForOpsCenter());
        fields.put("metadata", key.details().metadata());
        put(fields, API_KEY, of(key.secret()));
        fields.put("enabled", key.enabled());
        return fields;
    }

    private static Map<String, Object> of(ActiveProviderSet set) {
        return new TreeMap<>(Map.of(
                "primary",
                of(set.primary()),
                "fallbacks",
                set.fallbacks().stream().map(Document::of).toList()));
    }

    private static Map<String, Object> of(Target target) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("provider_type", target.provider().type().wireName());
        fields.put("provider_id", target.provider().id());
        put(fields, "model", target.model());
        return fields;
    }

    private static @Nullable Map<String, Object> of(@Nullable SecretRef secret) {
        return secret == null
                ? null
                : new TreeMap<>(Map.of(
                        "masked", secret.masked(), "version", secret.version(), "fingerprint", secret.fingerprint()));
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
