package dev.signalbox.command.imports;

import dev.signalbox.command.apikey.ApiKeyCommand.AddApiKey;
import dev.signalbox.command.config.ConfigFile.KeyEntry;
import dev.signalbox.command.imports.OpsCenterRequest.OldKey;
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
import dev.signalbox.secrets.Secret;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The table {@code llm_api_keys}. */
final class KeyRows {

    static final String TABLE = "llm_api_keys";

    private final Rows rows;
    private final VendorCatalogue vendors;
    private final Map<String, Long> byName = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();

    KeyRows(Rows rows, VendorCatalogue vendors) {
        this.rows = rows;
        this.vendors = vendors;
        rows.now
                .apiKeys()
                .forEach((id, key) ->
                        byName.put(key.provider() + "/" + key.details().keyName(), id));
    }

    void add(OldKey old) {
        Ledger.Row row = rows.ledger.row(TABLE, "" + old.id(), old.provider() + "/" + old.keyName());
        String earlier = rows.past.madeOf(row.origin(rows.source)).orElse(null);
        if (earlier != null) {
            importedBefore(row, old.id(), Long.parseLong(earlier.substring("api-key-".length())));
            return;
        }
        String provider = String.valueOf(old.provider()).strip().toLowerCase(Locale.ROOT);
        Vendor vendor = vendors.find(provider).orElse(null);
        if (vendor == null) {
            row.problem(
                    "unknown-provider",
                    "is of the provider " + old.provider() + ", which is not in the catalogue. Add it as"
                            + " signalbox.vendors." + provider + ", or leave the row out; known are "
                            + String.join(", ", vendors.vendors().keySet()));
        }
        Secret secret = old.apiKey();
        if (secret == null || secret.bytes().length == 0) {
            row.problem(
                    "undecryptable",
                    "can't be decrypted: its encrypted_key was made with another key than the one given, or was"
                            + " changed. Enter it again there, or leave the row out");
            return;
        }
        rows.checkKey(row, secret);
        var entry = new KeyEntry(
                provider,
                String.valueOf(old.keyName()),
                Patch.absent(),
                old.enabled() == null || old.enabled(),
                Boolean.TRUE.equals(old.useForOpsCenter()),
                rows.metadata(row, old.metadata()));
        rows.check(row, entry);
        if (vendor != null && !row.hasProblem()) {
            add(row, old, entry, vendor, secret);
        }
    }

    private void add(Ledger.Row row, OldKey old, KeyEntry entry, Vendor vendor, Secret secret) {
        String name = entry.provider() + "/" + entry.keyName();
        Long twin = seen.putIfAbsent(name, old.id());
        if (twin != null) {
            row.problem("duplicate-name", "has the same name as " + TABLE + " " + twin + ". Rename one of them there");
            return;
        }
        ApiKeyDetails details = new ApiKeyDetails(entry.keyName(), entry.useForOpsCenter(), entry.metadata());
        Long existing = byName.get(name);
        if (existing != null) {
            there(row, old, existing, details, entry.enabled(), secret);
            return;
        }
        long id = rows.past.number(ProviderType.API_KEY, old.id());
        if (id != old.id()) {
            row.note("id-taken", "gets the number " + id + ": " + old.id() + " is taken here");
        }
        SecretRef sealed = rows.seal("api-key", vendor.origins(), secret);
        row.becomes(id, new AddApiKey(new ApiKeyId(id), entry.provider(), details, sealed, entry.enabled()));
        has(old.id(), id, entry.enabled());
    }

    private void importedBefore(Ledger.Row row, long old, long id) {
        ApiKeyState state = rows.now.apiKeys().get(id);
        row.is(id);
        row.note(
                "imported-before",
                "was imported before, as API key " + id + (state == null ? ", which was deleted since" : ""));
        if (state != null) {
            has(old, id, state.enabled());
        }
    }

    private void there(Ledger.Row row, OldKey old, long id, ApiKeyDetails details, boolean enabled, Secret secret) {
        ApiKeyState state = rows.now.apiKeys().get(id);
        boolean same = state != null
                && state.details().equals(details)
                && state.enabled() == enabled
                && rows.same(state.secret(), secret);
        if (!same) {
            row.problem(
                    "name-taken",
                    "has the name of API key " + id + " here, which is another one. Rename one of them, or delete API"
                            + " key " + id);
            return;
        }
        row.is(id);
        row.note("there-already", "is API key " + id + " here already");
        has(old.id(), id, enabled);
    }

    private void has(long old, long id, boolean enabled) {
        rows.ledger.has(
                new ProviderRef(ProviderType.API_KEY, old),
                new Ledger.Provider(new ProviderRef(ProviderType.API_KEY, id), enabled, EnumSet.allOf(Purpose.class)));
    }
}
