package dev.signalbox.events.configuration;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderSet;
import dev.signalbox.events.apikey.ApiKeyDetails;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.server.ServerDetails;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is configured after the event at a position, by the entities' numbers; a purpose that isn't set is absent. */
public record Configuration(
        long position,
        SortedMap<Long, ServerState> servers,
        SortedMap<Long, ApiKeyState> apiKeys,
        SortedMap<Purpose, ActiveProviderSet> active) {

    public record ServerState(
            ServerDetails details, @Nullable SecretRef credential, boolean enabled) {}

    /** @param provider the vendor */
    public record ApiKeyState(String provider, ApiKeyDetails details, SecretRef secret, boolean enabled) {}

    public Configuration {
        servers = copy(servers);
        apiKeys = copy(apiKeys);
        active = copy(active);
    }

    private static <K, V> SortedMap<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
