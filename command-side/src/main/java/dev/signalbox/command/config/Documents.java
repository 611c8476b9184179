package dev.signalbox.command.config;

import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.configuration.Configuration;
import dev.signalbox.events.configuration.Configuration.ApiKeyState;
import dev.signalbox.events.configuration.Configuration.ServerState;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entities in the words of the file, without what has its default. */
final class Documents {

    private Documents() {}

    static Map<String, Object> server(ServerState server) {
        ServerDetails details = server.details();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("server_type", details.type().wireName());
        fields.put("base_url", details.baseUrl());
        put(fields, "api_key", reference(server.credential()));
        put(fields, "model_path", details.modelPath());
        put(fields, "enabled", server.enabled() ? null : false);
        for (Purpose purpose : Purpose.values()) {
            put(fields, "use_for_" + purpose.wireName(), details.purposes().contains(purpose) ? true : null);
        }
        put(fields, "metadata", details.metadata().isEmpty() ? null : details.metadata());
        return fields;
    }

    static Map<String, Object> apiKey(ApiKeyState key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "api_key", reference(key.secret()));
        put(fields, "enabled", key.enabled() ? null : false);
        put(fields, "use_for_ops_center", key.details().useForOpsCenter() ? true : null);
        put(
                fields,
                "metadata",
                key.details().metadata().isEmpty() ? null : key.details().metadata());
        return fields;
    }

    static String name(ApiKeyState key) {
        return key.provider() + "/" + key.details().keyName();
    }

    static Map<String, Object> active(ActiveProviderSet set, Configuration of) {
        Map<String, Object> fields = target(set.primary(), of);
        put(
                fields,
                "fallbacks",
                set.fallbacks().isEmpty()
                        ? null
                        : set.fallbacks().stream()
                                .map(target -> target(target, of))
                                .toList());
        return fields;
    }

    private static Map<String, Object> target(Target target, Configuration of) {
        Map<String, Object> fields = new LinkedHashMap<>();
        long id = target.provider().id();
        if (target.provider().type() == ProviderType.AI_SERVER) {
            ServerState server = of.servers().get(id);
            fields.put("server", server == null ? "#" + id : server.details().name());
        } else {
            ApiKeyState key = of.apiKeys().get(id);
            fields.put("api_key", key == null ? "#" + id : name(key));
        }
        put(fields, "model", target.model());
        return fields;
    }

    /** As a file has it, for what is to become active. */
    static Map<String, Object> active(ConfigFile.ActiveEntry entry) {
        List<Map<String, Object>> targets =
                entry.targets().stream().map(Documents::target).toList();
        Map<String, Object> fields = new LinkedHashMap<>(targets.getFirst());
        put(fields, "fallbacks", targets.size() == 1 ? null : targets.subList(1, targets.size()));
        return fields;
    }

    private static Map<String, Object> target(ConfigFile.TargetEntry target) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(target.type() == ProviderType.AI_SERVER ? "server" : "api_key", target.name());
        put(fields, "model", target.model());
        return fields;
    }

    private static @Nullable String reference(@Nullable SecretRef secret) {
        return secret == null ? null : new SecretSource.Stored(secret.fingerprint()).reference();
    }

    private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
        if (value != null) {
            fields.put(field, value);
        }
    }
}
