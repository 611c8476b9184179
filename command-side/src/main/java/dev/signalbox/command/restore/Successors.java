package dev.signalbox.command.restore;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.configuration.Configuration;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Who is today what a provider was then: itself; one of the same name that came since, when it is gone; or, for a server,
 * one that is registered again. Removed aggregates never come back, so their numbers don't either.
 */
final class Successors {

    private final Map<ProviderRef, ProviderRef> today = new HashMap<>();

    private Successors() {}

    static Successors of(Configuration now, Configuration then, Configuration target, Means means) {
        Successors successors = new Successors();
        successors.match(
                ProviderType.AI_SERVER,
                now.servers(),
                then.servers(),
                target.servers(),
                server -> server.details().name());
        successors.match(
                ProviderType.API_KEY,
                now.apiKeys(),
                then.apiKeys(),
                target.apiKeys(),
                key -> key.provider() + "/" + key.details().keyName());
        for (long id : target.servers().keySet()) {
            var server = new ProviderRef(ProviderType.AI_SERVER, id);
            if (!successors.today.containsKey(server)) {
                successors.put(server, new ProviderRef(ProviderType.AI_SERVER, means.nextServerId()));
            }
        }
        return successors;
    }

    private <V> void match(
            ProviderType type,
            SortedMap<Long, V> now,
            SortedMap<Long, V> then,
            SortedMap<Long, V> target,
            Function<V, String> name) {
        now.keySet().forEach(id -> put(new ProviderRef(type, id), new ProviderRef(type, id)));
        Map<String, Long> newcomers = new HashMap<>();
        for (Entry<Long, V> entry : now.entrySet()) {
            if (!then.containsKey(entry.getKey())) {
                newcomers.put(name.apply(entry.getValue()), entry.getKey());
            }
        }
        then.forEach((id, state) -> {
            Long newcomer = newcomers.get(name.apply(state));
            // two that are both wanted are two
            if (!now.containsKey(id) && newcomer != null && !(target.containsKey(id) && target.containsKey(newcomer))) {
                put(new ProviderRef(type, id), new ProviderRef(type, newcomer));
            }
        });
    }

    private void put(ProviderRef then, ProviderRef now) {
        today.put(then, now);
    }

    /** Of a provider of then. */
    Optional<ProviderRef> today(ProviderRef then) {
        return Optional.ofNullable(today.get(then));
    }
}
