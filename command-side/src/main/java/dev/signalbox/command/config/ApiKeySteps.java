package dev.signalbox.command.config;

import dev.signalbox.command.apikey.ApiKeyCommand.AddApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.DeleteApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.RotateApiKey;
import dev.signalbox.command.apikey.ApiKeyCommand.UpdateApiKey;
import dev.signalbox.command.config.ConfigFile.KeyEntry;
import dev.signalbox.command.plan.Step;
import dev.signalbox.command.write.Patch;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.configuration.Configuration.ApiKeyState;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What makes the API keys what a file says. */
final class ApiKeySteps {

    private final Draft draft;
    private final Secrets secrets;
    private final VendorCatalogue vendors;
    private final Map<String, Long> byName = new HashMap<>();

    ApiKeySteps(Draft draft, Secrets secrets, VendorCatalogue vendors) {
        this.draft = draft;
        this.secrets = secrets;
        this.vendors = vendors;
        draft.now.apiKeys().forEach((id, key) -> byName.put(Documents.name(key), id));
    }

    void add(@Nullable List<KeyEntry> entries) {
        draft.now.apiKeys().forEach((id, key) -> {
            boolean named = ConfigFile.orEmpty(entries).stream()
                    .anyMatch(entry -> entry.name().equals(Documents.name(key)));
            if (!named && draft.prune && entries != null) {
                remove(id, key);
            } else if (!named) {
                is(new ProviderRef(ProviderType.API_KEY, id), key);
            }
        });
        ConfigFile.orEmpty(entries).forEach(this::add);
    }

    private void add(KeyEntry entry) {
        Vendor vendor = vendors.find(entry.provider()).orElse(null);
        if (vendor == null) {
            draft.lines.wrong(
                    entry.path(),
                    "begins with no known vendor; known are "
                            + String.join(", ", vendors.vendors().keySet()));
            return;
        }
        Long id = byName.get(entry.name());
        ApiKeyState current = id == null ? null : draft.now.apiKeys().get(id);
        ProviderRef key = id == null ? draft.created(ProviderType.API_KEY) : new ProviderRef(ProviderType.API_KEY, id);
        ApiKeyDetails details = new ApiKeyDetails(entry.keyName(), entry.useForOpsCenter(), entry.metadata());
        SecretRef secret = secret(entry, current, details, vendor);
        if (secret == null) {
            // said already; what refers to it isn't wrong
            draft.has(entry.name(), new Draft.Provider(key, true, EnumSet.allOf(Purpose.class)));
            return;
        }
        ApiKeyState wanted = new ApiKeyState(entry.provider(), details, secret, entry.enabled());
        is(key, wanted);
        draft.changes(
                ProviderType.API_KEY,
                entry.name(),
                current == null ? null : Documents.apiKey(current),
                Documents.apiKey(wanted));
        if (current == null) {
            draft.steps.grow(Step.of(
                    key,
                    entry.name(),
                    List.of(),
                    new AddApiKey(new ApiKeyId(key.id()), entry.provider(), details, secret, entry.enabled())));
        } else {
            update(key, current, wanted);
        }
    }

    private void is(ProviderRef key, ApiKeyState state) {
        draft.has(Documents.name(state), new Draft.Provider(key, state.enabled(), EnumSet.allOf(Purpose.class)));
    }

    private @Nullable SecretRef secret(
            KeyEntry entry, @Nullable ApiKeyState current, ApiKeyDetails details, Vendor vendor) {
        SecretRef is = current == null ? null : current.secret();
        SecretSource source = entry.apiKey().present() ? entry.apiKey().value() : null;
        if (source != null) {
            return secrets.find(source, is, true, "api-key", details.origins(vendor), entry.path());
        }
        if (is == null) {
            draft.lines.wrong(entry.path(), "is new, so it needs api_key: env:NAME or api_key: file:PATH");
        }
        return is;
    }

    private void update(ProviderRef key, ApiKeyState current, ApiKeyState wanted) {
        List<String> fields = new ArrayList<>();
        ApiKeyDetails is = current.details();
        ApiKeyDetails will = wanted.details();
        boolean later = current.enabled() && !wanted.enabled() && draft.usedNow(key);
        var opsCenter = patch(fields, "use_for_ops_center", is.useForOpsCenter(), will.useForOpsCenter());
        var metadata = patch(fields, "metadata", is.metadata(), will.metadata());
        var enabled = patch(fields, "enabled", current.enabled(), later || wanted.enabled());
        var id = new ApiKeyId(key.id());
        String name = Documents.name(wanted);
        boolean newKey = !current.secret().equals(wanted.secret());
        if (!fields.isEmpty()) {
            draft.steps.grow(Step.of(
                    key,
                    name,
                    fields,
                    new UpdateApiKey(id, null, Patch.absent(), opsCenter, metadata, enabled, newKey)));
        }
        if (newKey) {
            draft.steps.grow(Step.of(key, name, List.of("api_key"), new RotateApiKey(id, null, wanted.secret())));
        }
        if (later) {
            var off = new UpdateApiKey(id, null, Patch.absent(), Patch.absent(), Patch.absent(), Patch.of(false));
            draft.steps.shrink(Step.of(key, name, List.of("enabled"), off));
        }
    }

    private static <T> Patch<T> patch(List<String> fields, String field, T is, T will) {
        if (Objects.equals(is, will)) {
            return Patch.absent();
        }
        fields.add(field);
        return Patch.of(will);
    }

    private void remove(long id, ApiKeyState key) {
        String name = Documents.name(key);
        draft.changes(ProviderType.API_KEY, name, Documents.apiKey(key), null);
        draft.steps.shrink(Step.of(
                new ProviderRef(ProviderType.API_KEY, id), name, List.of(), new DeleteApiKey(new ApiKeyId(id), null)));
    }
}
