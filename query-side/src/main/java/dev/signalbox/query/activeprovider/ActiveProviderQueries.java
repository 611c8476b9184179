package dev.signalbox.query.activeprovider;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.activeprovider.FindActiveProvider;
import dev.signalbox.events.apikey.ApiKeyId;
import dev.signalbox.events.apikey.FindApiKey;
import dev.signalbox.events.server.FindServer;
import dev.signalbox.events.server.ServerId;
import dev.signalbox.query.OnControlPlane;
import dev.signalbox.query.apikey.ApiKeyQueries;
import dev.signalbox.query.projection.ViewPositions;
import dev.signalbox.query.server.ServerQueries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

@OnControlPlane
class ActiveProviderQueries {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ActiveProviders active;
    private final ServerQueries servers;
    private final ApiKeyQueries keys;
    private final ViewPositions applied;

    ActiveProviderQueries(ActiveProviders active, ServerQueries servers, ApiKeyQueries keys, ViewPositions applied) {
        this.active = active;
        this.servers = servers;
        this.keys = keys;
        this.applied = applied;
    }

    @QueryHandler
    Optional<ActiveProviderView> handle(FindActiveProvider query) {
        return active.of(query.purpose()).map(this::withProvider);
    }

    List<ActiveProviderView> all() {
        return active.findAll().stream().map(this::withProvider).toList();
    }

    private ActiveProviderView withProvider(ActiveProviderView view) {
        ProviderRef ref = view.primary().provider();
        Optional<?> provider = provider(ref);
        if (provider.isEmpty()) {
            // its view is another processor's work and may be some events behind
            applied.await(List.of("servers", "api-keys"), applied.of(List.of("active-providers")), LIMIT);
            provider = provider(ref);
        }
        return view.show(provider.orElse(null));
    }

    private Optional<?> provider(ProviderRef ref) {
        return switch (ref.type()) {
            case AI_SERVER -> servers.handle(new FindServer(new ServerId(ref.id())));
            case API_KEY -> keys.handle(new FindApiKey(new ApiKeyId(ref.id())));
        };
    }
}
