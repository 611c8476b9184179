package dev.signalbox.query.activeprovider;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.routing.FindRoutingTable;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.query.OnEveryNode;
import dev.signalbox.query.projection.StoredPositions;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@OnEveryNode
class RoutingQueries {

    private final ActiveProviders active;
    private final RoutableProviders providers;
    private final StoredPositions positions;
    private final TransactionTemplate oneState;

    RoutingQueries(
            ActiveProviders active,
            RoutableProviders providers,
            StoredPositions positions,
            PlatformTransactionManager transactions) {
        this.active = active;
        this.providers = providers;
        this.positions = positions;
        // token and rows are of one position only when they are seen in one snapshot of the database
        oneState = new TransactionTemplate(transactions);
        oneState.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        oneState.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneState.setReadOnly(true);
    }

    @QueryHandler
    RoutingTable handle(FindRoutingTable query) {
        return Objects.requireNonNull(oneState.execute(status -> table()));
    }

    private RoutingTable table() {
        Map<ProviderRef, RoutableProvider> all =
                providers.findAll().stream().collect(toMap(RoutableProvider::ref, identity()));
        Map<Purpose, List<Route>> routes = new EnumMap<>(Purpose.class);
        for (ActiveProviderView view : active.findAll()) {
            routes.put(
                    view.purpose(),
                    view.targets().stream()
                            .flatMap(target -> route(all, target))
                            .toList());
        }
        List<Route> providersAsRoutes = all.values().stream()
                .sorted(Comparator.comparing((RoutableProvider p) -> p.ref().type())
                        .thenComparing(p -> p.ref().id()))
                .map(provider -> provider.route(null))
                .toList();
        return new RoutingTable(positions.of("active-providers"), routes, providersAsRoutes);
    }

    /** Nothing for a provider that does not exist, which the command side rules out: the others shall still serve. */
    private static Stream<Route> route(Map<ProviderRef, RoutableProvider> all, Target target) {
        return Optional.ofNullable(all.get(target.provider())).map(provider -> provider.route(target.model())).stream();
    }
}
