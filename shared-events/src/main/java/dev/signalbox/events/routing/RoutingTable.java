package dev.signalbox.events.routing;

import dev.signalbox.events.Purpose;
import java.util.List;
import java.util.Map;

/**
 * Where requests go, as of one position.
 *
 * @param revision the position up to which events are in it
 * @param routes per purpose the primary and then its fallbacks; a purpose without an active provider is absent
 * @param providers all servers and API keys, disabled ones too, for probes, checks and exports
 */
public record RoutingTable(long revision, Map<Purpose, List<Route>> routes, List<Route> providers) {

    public RoutingTable {
        routes = Map.copyOf(routes);
        providers = List.copyOf(providers);
    }
}
