package dev.signalbox.query.activeprovider;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.ActiveProviderEvent;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.query.OnControlPlane;
import dev.signalbox.query.apikey.PastApiKeys;
import dev.signalbox.query.projection.PastEvents;
import dev.signalbox.query.projection.Rows;
import dev.signalbox.query.projection.Stamp;
import dev.signalbox.query.server.PastServers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The active providers as reads would have shown them after an event long ago, with their providers as of then. */
@OnControlPlane
class PastActiveProviders {

    private final PastEvents events;
    private final PastServers servers;
    private final PastApiKeys keys;

    PastActiveProviders(PastEvents events, PastServers servers, PastApiKeys keys) {
        this.events = events;
        this.servers = servers;
        this.keys = keys;
    }

    Map<String, ActiveProviderView> byPurpose(long position) {
        Map<String, ActiveProviderView> views = new TreeMap<>();
        for (Purpose purpose : Purpose.values()) {
            find(purpose, position).ifPresent(view -> views.put(purpose.wireName(), view));
        }
        return views;
    }

    Optional<ActiveProviderView> find(Purpose purpose, long position) {
        Map<String, ActiveProviderView> views = new TreeMap<>();
        Rows<String, ActiveProviderView> rows = Rows.inMemory(views);
        events.ofAggregate("active-" + purpose.wireName(), position, message -> {
            if (message.getPayload() instanceof ActiveProviderEvent event) {
                ActiveProviderProjection.apply(event, Stamp.of(message), rows);
            }
        });
        return Optional.ofNullable(views.get(purpose.wireName()))
                .map(view ->
                        view.show(provider(view.primary().provider(), position).orElse(null)));
    }

    private Optional<?> provider(ProviderRef ref, long position) {
        return switch (ref.type()) {
            case AI_SERVER -> servers.find(new ServerId(ref.id()), position);
            case API_KEY -> keys.find(new ApiKeyId(ref.id()), position);
        };
    }
}
