package dev.signalbox.command.config;

import dev.signalbox.command.activeprovider.ActiveProviderCommand.ClearActiveProvider;
import dev.signalbox.command.activeprovider.ActiveProviderCommand.SetActiveProvider;
import dev.signalbox.command.config.ConfigFile.ActiveEntry;
import dev.signalbox.command.config.ConfigFile.TargetEntry;
import dev.signalbox.command.plan.Step;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who becomes active for what; after the providers are known. */
final class ActiveSteps {

    private static final String TYPE = "active_provider";

    private final Draft draft;

    ActiveSteps(Draft draft) {
        this.draft = draft;
    }

    void add(@Nullable List<ActiveEntry> entries) {
        for (ActiveEntry entry : ConfigFile.orEmpty(entries)) {
            set(entry);
        }
        if (entries == null || !draft.prune) {
            return;
        }
        draft.now.active().forEach((purpose, set) -> {
            if (entries.stream().noneMatch(entry -> entry.purpose() == purpose)) {
                draft.changes(TYPE, purpose.wireName(), Documents.active(set, draft.now), null);
                draft.steps.choose(step(purpose, List.of(), new ClearActiveProvider(purpose, null)));
            }
        });
    }

    private void set(ActiveEntry entry) {
        List<Target> targets = new ArrayList<>();
        entry.targets().forEach(target -> find(target, entry.purpose()).ifPresent(targets::add));
        if (targets.size() < entry.targets().size()) {
            return;
        }
        Purpose purpose = entry.purpose();
        var wanted = new ActiveProviderSet(purpose, targets.getFirst(), targets.subList(1, targets.size()));
        ActiveProviderSet current = draft.now.active().get(purpose);
        if (wanted.equals(current)) {
            return;
        }
        draft.changes(
                TYPE,
                purpose.wireName(),
                current == null ? null : Documents.active(current, draft.now),
                Documents.active(entry));
        draft.steps.choose(step(
                purpose,
                List.of("primary", "fallbacks"),
                new SetActiveProvider(purpose, null, wanted.primary(), wanted.fallbacks())));
    }

    private Optional<Target> find(TargetEntry target, Purpose purpose) {
        Draft.Provider provider = draft.find(target.type(), target.name()).orElse(null);
        String kind = target.type() == ProviderType.AI_SERVER ? "the server " : "the API key ";
        if (provider == null) {
            draft.lines.wrong(
                    target.path(),
                    "names " + kind + target.name() + ", which is neither in the file nor"
                            + (draft.prune ? " kept by it" : " in Signalbox") + ". Correct the name, or add it");
            return Optional.empty();
        }
        if (!provider.enabled()) {
            draft.lines.wrong(target.path(), "names " + kind + target.name() + ", which is disabled");
            return Optional.empty();
        }
        if (!provider.purposes().contains(purpose)) {
            draft.lines.wrong(
                    target.path(),
                    "names " + kind + target.name() + ", which is not marked use_for_" + purpose.wireName() + ": true");
            return Optional.empty();
        }
        return Optional.of(new Target(provider.ref(), target.model()));
    }

    private static Step step(Purpose purpose, List<String> fields, Object command) {
        String name = purpose.wireName();
        return new Step(command.getClass().getSimpleName(), TYPE, name, name, fields, command);
    }
}
