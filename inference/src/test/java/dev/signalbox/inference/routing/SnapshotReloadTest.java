package dev.signalbox.inference.routing;

import static dev.signalbox.inference.InferenceFixtures.KEY;
import static dev.signalbox.inference.InferenceFixtures.server;
import static dev.signalbox.inference.InferenceFixtures.table;
import static dev.signalbox.inference.InferenceFixtures.withKey;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.signalbox.events.Purpose;
import dev.signalbox.events.routing.FindRoutingTable;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.signal.ViewAdvanced;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.inference.InferenceFixtures;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.secrets.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotReloadTest {

    private static final Route ROUTE = withKey(server(1, "http://127.0.0.1:9"));
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path home;

    private final QueryGateway queries = mock(QueryGateway.class);
    private final List<Object> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Supplier<CompletableFuture<RoutingTable>> database = SnapshotReloadTest::away;
    private Routing routing = new Routing();
    private @Nullable RoutingReload reload;

    @BeforeEach
    void answerQueries() {
        when(queries.query(any(FindRoutingTable.class), eq(RoutingTable.class))).thenAnswer(call -> {
            looks.incrementAndGet();
            return database.get();
        });
    }

    @AfterEach
    void stop() {
        if (reload != null) {
            reload.stop();
        }
    }

    private static CompletableFuture<RoutingTable> away() {
        return CompletableFuture.failedFuture(new IllegalStateException("database away"));
    }

    private final Vault vault = InferenceFixtures.vault();
    private final Credentials credentials = mock(Credentials.class);

    private void start(Duration poll) {
        var properties = new RoutingProperties(
                home, new RoutingProperties.Reload(poll, Duration.ofSeconds(10), Duration.ofMillis(5)));
        routing = new Routing();
        var loader = new SnapshotLoader(
                queries,
                vault,
                credentials,
                new VendorCatalogue(Map.of()),
                new SnapshotFile(properties),
                routing,
                properties,
                published::add);
        reload = new RoutingReload(loader, properties);
        reload.start();
    }

    private void signal(ViewAdvanced advanced) {
        requireNonNull(reload).on(advanced);
    }

    private void databaseHas(RoutingTable table) {
        database = () -> CompletableFuture.completedFuture(table);
    }

    @Test
    void followsTheViewAndSaysSo() {
        databaseHas(table(5));
        start(NEVER);
        await().until(() -> routing.revision() == 5);

        databaseHas(table(6, ROUTE));
        signal(new ViewAdvanced("active-providers", 6));

        await().until(() -> routing.revision() == 6);
        assertThat(routing.current().orElseThrow().routesFor(Purpose.CHAT)).hasSize(1);
        verify(credentials, times(2)).keepOnly(any());
        await().untilAsserted(() -> assertThat(published)
                .containsExactly(new ViewAdvanced("routing-snapshot", 5), new ViewAdvanced("routing-snapshot", 6)));
    }

    /** As a rebuild of the view leaves it: no event, another table. */
    @Test
    void followsAViewThatWasMendedWithoutAnEvent() {
        databaseHas(table(5));
        start(NEVER);
        await().until(() -> routing.revision() == 5);

        databaseHas(table(5, ROUTE));
        signal(new ViewAdvanced("active-providers", 5));

        await().until(() ->
                routing.current().orElseThrow().routesFor(Purpose.CHAT).size() == 1);
    }

    @Test
    void findsWhatNobodySignalled() {
        databaseHas(table(5));
        start(Duration.ofMillis(10));
        await().until(() -> routing.revision() == 5);

        databaseHas(table(6));

        await().until(() -> routing.revision() == 6);
    }

    @Test
    void ignoresOtherViews() {
        databaseHas(table(5));
        start(NEVER);
        await().until(() -> routing.revision() == 5);

        signal(new ViewAdvanced("servers", 6));
        signal(new ViewAdvanced("active-providers", 5));

        await().until(() -> looks.get() == 2);
        assertThat(routing.revision()).isEqualTo(5);
    }

    @Test
    void asksAgainWhenTheViewIsBehindItsOwnSignal() {
        databaseHas(table(5));
        start(NEVER);
        await().until(() -> routing.revision() == 5);

        signal(new ViewAdvanced("active-providers", 6));
        await().until(() -> looks.get() > 2);
        databaseHas(table(6));

        await().until(() -> routing.revision() == 6);
    }

    @Test
    void neverGoesBack() {
        databaseHas(table(9, ROUTE));
        start(Duration.ofMillis(10));
        await().until(() -> routing.revision() == 9);

        databaseHas(table(8));
        int before = looks.get();

        await().until(() -> looks.get() > before + 2);
        assertThat(routing.revision()).isEqualTo(9);
    }

    @Test
    void goesOnWithoutTheDatabaseAndRecovers() {
        databaseHas(table(5, ROUTE));
        start(NEVER);
        await().until(() -> routing.revision() == 5);

        database = SnapshotReloadTest::away;
        signal(new ViewAdvanced("active-providers", 6));
        await().until(() -> looks.get() > 3);
        assertThat(routing.revision()).isEqualTo(5);
        databaseHas(table(6, ROUTE));

        await().until(() -> routing.revision() == 6);
    }

    @Test
    void asksTheVaultForWhatIsNewOnlyUntilKeysAreRewrapped() {
        databaseHas(table(5, ROUTE));
        start(NEVER);
        await().until(() -> routing.revision() == 5);
        databaseHas(table(6, ROUTE));
        signal(new ViewAdvanced("active-providers", 6));
        await().until(() -> routing.revision() == 6);
        verify(vault).findAll(List.of(requireNonNull(ROUTE.secret())));
        verify(vault).findAll(List.of());

        requireNonNull(reload).onKeys();

        await().untilAsserted(() -> verify(vault, times(2)).findAll(List.of(requireNonNull(ROUTE.secret()))));
    }

    @Test
    void startsByTheCopyOnDiskDuringAnOutage() throws IOException {
        databaseHas(table(5, ROUTE));
        start(NEVER);
        Path file = home.resolve("routing-snapshot.json");
        await().until(() -> Files.exists(file));
        stop();

        database = SnapshotReloadTest::away;
        start(NEVER);

        assertThat(routing.ready()).isTrue();
        assertThat(routing.revision()).isEqualTo(5);
        var upstream = routing.current().orElseThrow().routesFor(Purpose.CHAT).getFirst();
        assertThat(upstream.route()).isEqualTo(ROUTE);
        assertThat(upstream.sealed())
                .usingRecursiveComparison()
                .isEqualTo(InferenceFixtures.sealed(ROUTE).getFirst());
        assertThat(Files.readString(file)).doesNotContain(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void isNotReadyWithoutAnySnapshot() throws IOException {
        Files.writeString(home.resolve("routing-snapshot.json"), "{ broken");
        start(NEVER);

        await().until(() -> looks.get() > 0);
        assertThat(routing.ready()).isFalse();
        assertThat(routing.revision()).isEqualTo(-1);
    }
}
