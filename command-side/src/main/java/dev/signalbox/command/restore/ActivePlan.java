package dev.signalbox.command.restore;

import dev.signalbox.command.activeprovider.ActiveProviderCommand.ClearActiveProvider;
import dev.signalbox.command.activeprovider.ActiveProviderCommand.SetActiveProvider;
import dev.signalbox.command.plan.Step;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.configuration.Configuration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is active for what in the end. */
final class ActivePlan {

    private static final String TYPE = "active_provider";

    private final Configuration now;
    private final Configuration then;
    private final Configuration target;
    private final Successors successors;
    private final Plan plan;
    private final Map<Purpose, ActiveProviderSet> chosen = new EnumMap<>(Purpose.class);

    ActivePlan(Configuration now, Configuration then, Configuration target, Successors successors, Plan plan) {
        this.now = now;
        this.then = then;
        this.target = target;
        this.successors = successors;
        this.plan = plan;
    }

    void add() {
        for (Purpose purpose : Purpose.values()) {
            ActiveProviderSet current = now.active().get(purpose);
            ActiveProviderSet wanted = target.active().get(purpose);
            ActiveProviderSet possible = wanted == null ? null : possible(wanted, current);
            if (possible != null) {
                chosen.put(purpose, possible);
            }
            add(purpose, current, possible);
        }
    }

    private void add(Purpose purpose, @Nullable ActiveProviderSet current, @Nullable ActiveProviderSet possible) {
        if (possible != null && !possible.equals(current)) {
            plan.choose(step(
                    purpose,
                    List.of("primary", "fallbacks"),
                    new SetActiveProvider(purpose, null, possible.primary(), possible.fallbacks())));
        } else if (possible == null && current != null) {
            plan.choose(step(purpose, List.of(), new ClearActiveProvider(purpose, null)));
        }
    }

    private static Step step(Purpose purpose, List<String> fields, Object command) {
        return new Step(
                command.getClass().getSimpleName(), TYPE, purpose.wireName(), purpose.wireName(), fields, command);
    }

    /** Without the fallbacks that are gone; without the primary it stays what it is now. */
    private @Nullable ActiveProviderSet possible(ActiveProviderSet wanted, @Nullable ActiveProviderSet current) {
        Optional<Target> primary = today(wanted.primary());
        if (primary.isEmpty()) {
            leave(wanted, "primary", wanted.primary());
            return current;
        }
        List<Target> fallbacks = new ArrayList<>();
        for (Target fallback : wanted.fallbacks()) {
            Target known = today(fallback).orElse(null);
            if (known == null) {
                leave(wanted, "fallbacks", fallback);
            } else if (!known.equals(primary.get()) && !fallbacks.contains(known)) {
                fallbacks.add(known);
            }
        }
        return new ActiveProviderSet(wanted.purpose(), primary.get(), fallbacks);
    }

    private Optional<Target> today(Target former) {
        return successors.today(former.provider()).map(provider -> new Target(provider, former.model()));
    }

    private void leave(ActiveProviderSet wanted, String field, Target missing) {
        String name = wanted.purpose().wireName();
        String missed = missing.provider() + name(missing.provider());
        plan.leave(new NotRestored(
                TYPE,
                name,
                name,
                field,
                "provider-gone",
                field.equals("primary")
                        ? "The primary was " + missed + ", which is gone: the active provider stays as it is now."
                        : "The fallback " + missed + " is gone and is left out."));
    }

    private String name(ProviderRef provider) {
        var server = then.servers().get(provider.id());
        var key = then.apiKeys().get(provider.id());
        return switch (provider.type()) {
            case AI_SERVER -> server == null ? "" : " (" + server.details().name() + ")";
            case API_KEY ->
                key == null ? "" : " (" + key.provider() + " " + key.details().keyName() + ")";
        };
    }

    /** Whether it is active or a fallback in the end. */
    boolean uses(ProviderRef provider) {
        return chosen.values().stream().anyMatch(set -> uses(set, provider));
    }

    boolean uses(ProviderRef provider, Purpose purpose) {
        ActiveProviderSet set = chosen.get(purpose);
        return set != null && uses(set, provider);
    }

    /** Whether it is so now. */
    boolean usedNow(ProviderRef provider) {
        return now.active().values().stream().anyMatch(set -> uses(set, provider));
    }

    private static boolean uses(ActiveProviderSet set, ProviderRef provider) {
        return Stream.concat(Stream.of(set.primary()), set.fallbacks().stream())
                .anyMatch(target -> target.provider().equals(provider));
    }
}
