package dev.signalbox.query.audit;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderCleared;
import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.apikey.ApiKeyAdded;
import dev.signalbox.events.apikey.ApiKeyDeleted;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyDisabled;
import dev.signalbox.events.apikey.ApiKeyEnabled;
import dev.signalbox.events.apikey.ApiKeyEvent;
import dev.signalbox.events.apikey.ApiKeyRotated;
import dev.signalbox.events.apikey.ApiKeyUpdated;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerCredentialChanged;
import dev.signalbox.events.server.ServerDetails;
import dev.signalbox.events.server.ServerDisabled;
import dev.signalbox.events.server.ServerEnabled;
import dev.signalbox.events.server.ServerEvent;
import dev.signalbox.events.server.ServerRegistered;
import dev.signalbox.events.server.ServerRemoved;
import dev.signalbox.events.server.ServerUpdated;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event does to one entity, in the contract's names.
 *
 * @param fields what the entity looks like after it, null when it is gone
 */
record AuditedChange(
        String action,
        String entityType,
        String entityId,
        @Nullable String entityName,
        @Nullable Map<String, Object> fields) {

    private static final String NAME = "name";
    private static final String KEY_NAME = "key_name";
    private static final String ENABLED = "enabled";
    /** The field whose values are never shown. */
    static final String SECRET = "api_key";

    static AuditedChange of(ServerEvent event, Map<String, Object> before) {
        Map<String, Object> fields = new HashMap<>(before);
        String action =
                switch (event) {
                    case ServerRegistered e -> {
                        describe(fields, e.details());
                        put(fields, SECRET, fingerprint(e.credential()));
                        fields.put(ENABLED, e.enabled());
                        yield "add_server";
                    }
                    case ServerUpdated e -> {
                        describe(fields, e.details());
                        yield "update_server";
                    }
                    case ServerCredentialChanged e -> {
                        put(fields, SECRET, fingerprint(e.credential()));
                        yield "update_server";
                    }
                    case ServerEnabled e -> set(fields, ENABLED, true, "enable_server");
                    case ServerDisabled e -> set(fields, ENABLED, false, "disable_server");
                    case ServerRemoved e -> "delete_server";
                };
        return new AuditedChange(
                action,
                "server",
                "" + event.serverId().value(),
                (String) fields.get(NAME),
                event instanceof ServerRemoved ? null : fields);
    }

    static AuditedChange of(ApiKeyEvent event, Map<String, Object> before) {
        Map<String, Object> fields = new HashMap<>(before);
        String action =
                switch (event) {
                    case ApiKeyAdded e -> {
                        fields.put("provider", e.provider());
                        describe(fields, e.details());
                        put(fields, SECRET, fingerprint(e.secret()));
                        fields.put(ENABLED, e.enabled());
                        yield "add_key";
                    }
                    case ApiKeyUpdated e -> {
                        describe(fields, e.details());
                        yield "update_key";
                    }
                    case ApiKeyRotated e -> {
                        put(fields, SECRET, fingerprint(e.secret()));
                        yield "rotate_key";
                    }
                    case ApiKeyEnabled e -> set(fields, ENABLED, true, "enable_key");
                    case ApiKeyDisabled e -> set(fields, ENABLED, false, "disable_key");
                    case ApiKeyDeleted e -> "delete_key";
                };
        return new AuditedChange(
                action,
                "api_key",
                "" + event.apiKeyId().value(),
                (String) fields.get(KEY_NAME),
                event instanceof ApiKeyDeleted ? null : fields);
    }

    static AuditedChange of(ActiveProviderEvent event) {
        String purpose = event.purpose().wireName();
        return switch (event) {
            case ActiveProviderSet e ->
                new AuditedChange(
                        "set_active",
                        "active_provider",
                        purpose,
                        purpose,
                        new HashMap<>(Map.of(
                                "primary",
                                target(e.primary()),
                                "fallbacks",
                                e.fallbacks().stream()
                                        .map(AuditedChange::target)
                                        .toList())));
            case ActiveProviderCleared e ->
                new AuditedChange("clear_active", "active_provider", purpose, purpose, null);
        };
    }

    private static void describe(Map<String, Object> fields, ServerDetails details) {
        fields.put(NAME, details.name());
        fields.put("server_type", details.type().wireName());
        fields.put("base_url", details.baseUrl());
        put(fields, "model_path", details.modelPath());
        for (Purpose purpose : Purpose.values()) {
            fields.put("use_for_" + purpose.wireName(), details.purposes().contains(purpose));
        }
        fields.put("metadata", details.metadata());
    }

    private static void describe(Map<String, Object> fields, ApiKeyDetails details) {
        fields.put(KEY_NAME, details.keyName());
        fields.put("use_for_ops_center", details.useForOpsCenter());
        fields.put("metadata", details.metadata());
    }

    /** With the version, or a rotation to the same secret would be no change. Not even the last four characters. */
    private static @Nullable Map<String, Object> fingerprint(@Nullable SecretRef secret) {
        return secret == null ? null : Map.of("fingerprint", secret.fingerprint(), "version", secret.version());
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("provider_type", target.provider().type().wireName());
        fields.put("provider_id", target.provider().id());
        put(fields, "model", target.model());
        return fields;
    }

    private static String set(Map<String, Object> fields, String field, boolean value, String action) {
        fields.put(field, value);
        return action;
    }

    /** Absent rather than null, so that a field cleared and one never set look alike. */
    private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
        if (value == null) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
    }
}
