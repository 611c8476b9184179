package dev.signalbox.command.config;

import dev.signalbox.command.plan.Step;
import dev.signalbox.command.plan.Steps;
import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.configuration.Configuration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plan that is being made: the commands, what they change, and which providers there are in the end. */
final class Draft {

    final Configuration now;
    final boolean prune;
    final Lines lines;
    final Steps steps = new Steps();

    private final ToLongFunction<ProviderType> numbers;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Provider> providers = new HashMap<>();

    /** As it is in the end. */
    record Provider(ProviderRef ref, boolean enabled, Set<Purpose> purposes) {}

    /** @param numbers for what is new */
    Draft(Configuration now, boolean prune, Lines lines, ToLongFunction<ProviderType> numbers) {
        this.now = now;
        this.prune = prune;
        this.lines = lines;
        this.numbers = numbers;
    }

    ProviderRef created(ProviderType type) {
        return new ProviderRef(type, numbers.applyAsLong(type));
    }

    void has(String name, Provider provider) {
        providers.put(provider.ref().type() + " " + name, provider);
    }

    Optional<Provider> find(ProviderType type, String name) {
        return Optional.ofNullable(providers.get(type + " " + name));
    }

    void changes(ProviderType type, String name, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        changes(Step.type(new ProviderRef(type, 0)), name, before, after);
    }

    void changes(String type, String name, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        Change.between(type, name, before, after).forEach(changes::add);
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    /** Whether it is active or a fallback as things are. */
    boolean usedNow(ProviderRef provider) {
        return now.active().values().stream()
                .flatMap(set -> Stream.concat(Stream.of(set.primary()), set.fallbacks().stream()))
                .map(Target::provider)
                .anyMatch(provider::equals);
    }
}
