package dev.signalbox.query.activeprovider;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.activeprovider.Target;
import dev.signalbox.events.routing.FindRoutingTable;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.query.OnEveryNode;
import dev.signalbox.query.projection.OneState;
import dev.signalbox.query.projection.StoredPositions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the gateway routes by, read without JPA: nodes that do inference only have none. */
@OnEveryNode
class RoutingQueries {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<ActiveProviderView.Fallback>> FALLBACKS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final StoredPositions positions;
    private final OneState oneState;

    private record Active(Purpose purpose, List<Target> targets) {}

    RoutingQueries(JdbcClient jdbc, StoredPositions positions, OneState oneState) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.oneState = oneState;
    }

    @QueryHandler
    RoutingTable handle(FindRoutingTable query) {
        return oneState.read(this::table);
    }

    private RoutingTable table() {
        Map<ProviderRef, Route> all = providers().stream().collect(toMap(Route::provider, identity()));
        Map<Purpose, List<Route>> routes = new EnumMap<>(Purpose.class);
        for (Active active : actives()) {
            routes.put(
                    active.purpose(),
                    active.targets().stream()
                            .flatMap(target -> route(all.get(target.provider()), target))
                            .toList());
        }
        List<Route> sorted = all.values().stream()
                .sorted(Comparator.comparing((Route route) -> route.provider().type())
                        .thenComparing(route -> route.provider().id()))
                .toList();
        return new RoutingTable(positions.of("active-providers"), routes, sorted);
    }

    /** Nothing for a provider that does not exist, which the command side rules out: the others shall still serve. */
    private static Stream<Route> route(@Nullable Route its, Target target) {
        return its == null ? Stream.empty() : Stream.of(its.withModel(target.model()));
    }

    private List<Route> providers() {
        return jdbc.sql("select type, id, name, kind, base_url, secret, model, enabled, rerank_dialect"
                        + " from routable_provider")
                .query(RoutingQueries::provider)
                .list();
    }

    private static Route provider(ResultSet row, int number) throws SQLException {
        String secret = row.getString("secret");
        return new Route(
                new ProviderRef(ProviderType.valueOf(row.getString("type")), row.getLong("id")),
                row.getString("name"),
                row.getString("kind"),
                row.getString("base_url"),
                secret == null ? null : JSON.readValue(secret, SecretRef.class),
                row.getString("model"),
                row.getBoolean("enabled"),
                row.getString("rerank_dialect"));
    }

    private List<Active> actives() {
        return jdbc.sql("select purpose, provider_type, provider_id, model, fallbacks from active_provider")
                .query(RoutingQueries::active)
                .list();
    }

    private static Active active(ResultSet row, int number) throws SQLException {
        Target primary = target(row.getString("provider_type"), row.getLong("provider_id"), row.getString("model"));
        Stream<Target> fallbacks = JSON.readValue(row.getString("fallbacks"), FALLBACKS).stream()
                .map(fallback -> target(fallback.providerType(), fallback.providerId(), fallback.model()));
        return new Active(
                Purpose.ofWireName(row.getString("purpose")).orElseThrow(),
                Stream.concat(Stream.of(primary), fallbacks).toList());
    }

    private static Target target(String type, long id, @Nullable String model) {
        return new Target(new ProviderRef(ProviderType.valueOf(type.toUpperCase(Locale.ROOT)), id), model);
    }
}
