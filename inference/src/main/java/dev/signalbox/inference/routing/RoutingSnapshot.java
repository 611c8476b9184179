package dev.signalbox.inference.routing;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.secrets.SealedSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that routing needs, as of one revision; nothing in it ever changes.
 *
 * @param routes per purpose the primary and then its fallbacks
 * @param providers all that are configured, disabled ones too
 */
public record RoutingSnapshot(
        long revision, Map<Purpose, List<Upstream>> routes, Map<ProviderRef, Upstream> providers) {

    public static RoutingSnapshot of(RoutingTable table, List<SealedSecret> secrets, VendorCatalogue vendors) {
        record Version(java.util.UUID id, int version) {}
        Map<Version, SealedSecret> sealed = secrets.stream()
                .collect(toUnmodifiableMap(s -> new Version(s.id(), s.version()), Function.identity(), (a, b) -> a));
        Function<Route, Upstream> resolve = route -> {
            SecretRef secret = route.secret();
            return Upstream.of(
                    route,
                    vendors.find(route.kind()).orElse(null),
                    secret == null ? null : sealed.get(new Version(secret.id(), secret.version())));
        };
        return new RoutingSnapshot(
                table.revision(),
                table.routes().entrySet().stream()
                        .collect(toUnmodifiableMap(
                                Map.Entry::getKey,
                                entry -> entry.getValue().stream()
                                        .filter(Route::enabled)
                                        .map(resolve)
                                        .toList())),
                table.providers().stream().collect(toUnmodifiableMap(Route::provider, resolve, (a, b) -> a)));
    }

    /** Primary first; empty when none is active. */
    public List<Upstream> routesFor(Purpose purpose) {
        return routes.getOrDefault(purpose, List.of());
    }

    public Optional<Upstream> provider(ProviderRef ref) {
        return Optional.ofNullable(providers.get(ref));
    }
}
