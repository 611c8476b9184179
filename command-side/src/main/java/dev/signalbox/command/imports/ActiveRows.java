package dev.signalbox.command.imports;

import dev.signalbox.command.activeprovider.ActiveProviderCommand.SetActiveProvider;
import dev.signalbox.command.imports.OpsCenterRequest.OldActive;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code active_providers}, after the providers. */
final class ActiveRows {

    static final String TABLE = "active_providers";

    private final Rows rows;

    ActiveRows(Rows rows) {
        this.rows = rows;
    }

    void add(OldActive old) {
        Ledger.Row row = rows.ledger.row(TABLE, String.valueOf(old.purpose()), old.purpose());
        if (rows.past.madeOf(row.origin(rows.source)).isPresent()) {
            row.note("imported-before", "was imported before");
            return;
        }
        Purpose purpose = Purpose.ofWireName(String.valueOf(old.purpose())).orElse(null);
        if (purpose == null) {
            row.problem("unknown-purpose", "is no purpose; there are chat, embeddings and reranking");
            return;
        }
        Target primary = target(row, "provider", purpose, old.providerType(), old.providerId())
                .orElse(null);
        if (primary == null) {
            return;
        }
        Optional<Target> fallback = old.fallbackProviderType() == null && old.fallbackProviderId() == null
                ? Optional.empty()
                : target(row, "fallback", purpose, old.fallbackProviderType(), old.fallbackProviderId());
        if (fallback.isPresent() && fallback.get().equals(primary)) {
            row.note("fallback-repeats", "names its provider as its fallback, too: that is left out");
            fallback = Optional.empty();
        }
        set(row, purpose, primary, fallback.stream().toList());
    }

    private void set(Ledger.Row row, Purpose purpose, Target primary, List<Target> fallbacks) {
        var wanted = new ActiveProviderSet(purpose, primary, fallbacks);
        ActiveProviderSet current = rows.now.active().get(purpose);
        if (wanted.equals(current)) {
            row.note("there-already", "is set so here already");
        } else if (current != null) {
            row.problem(
                    "already-active",
                    "names another provider than is active for " + purpose.wireName()
                            + " here. Clear that one first, or leave the row out");
        } else {
            row.becomes(null, new SetActiveProvider(purpose, null, primary, fallbacks));
        }
    }

    private Optional<Target> target(
            Ledger.Row row, String what, Purpose purpose, @Nullable String type, @Nullable Long id) {
        ProviderType known = type(type);
        if (known == null || id == null) {
            row.problem("dangling", "its " + what + " is " + type + " " + id + ", which names nothing");
            return Optional.empty();
        }
        Ledger.Provider provider = rows.ledger.find(new ProviderRef(known, id)).orElse(null);
        String table = known == ProviderType.AI_SERVER ? ServerRows.TABLE : KeyRows.TABLE;
        if (provider == null) {
            row.problem(
                    "dangling", "its " + what + " is " + table + " " + id + ", which isn't there or isn't imported");
            return Optional.empty();
        }
        if (!provider.enabled() || !provider.purposes().contains(purpose)) {
            row.problem(
                    "not-serving",
                    "its " + what + " is " + table + " " + id + ", which is "
                            + (provider.enabled() ? "not marked use_for_" + purpose.wireName() : "disabled")
                            + ". Change that there, or leave the row out");
            return Optional.empty();
        }
        return Optional.of(new Target(provider.ref(), null));
    }

    private static @Nullable ProviderType type(@Nullable String text) {
        return switch (String.valueOf(text)) {
            case "ai_server" -> ProviderType.AI_SERVER;
            case "api_key" -> ProviderType.API_KEY;
            default -> null;
        };
    }
}
