package dev.signalbox.inference;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.Purpose;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.routing.RoutingTable;
import dev.signalbox.events.secret.SecretRef;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.events.vendor.VendorCatalogue;
import dev.signalbox.secrets.SealedSecret;
import dev.signalbox.secrets.Secret;
import dev.signalbox.secrets.SecretUnavailableException;
import dev.signalbox.secrets.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Routes, secrets and vendors to test with. */
public final class InferenceFixtures {

    /** No test may find this anywhere but in the provider's hands. */
    public static final String KEY = "sk-canary-0123456789";

    private static final SecretRef REF = new SecretRef(new UUID(1, 1), 1, "6789", "fp");

    private InferenceFixtures() {}

    public static Route server(long id, String baseUrl) {
        return server(id, "vllm", baseUrl, "upstream-model");
    }

    public static Route server(long id, String kind, String baseUrl, String model) {
        return new Route(new ProviderRef(ProviderType.AI_SERVER, id), "server " + id, kind, baseUrl, null, model, true);
    }

    /** The same with a credential. */
    public static Route withKey(Route route) {
        return new Route(route.provider(), route.name(), route.kind(), route.baseUrl(), REF, route.model(), true);
    }

    public static Route apiKey(long id, String vendor) {
        return new Route(new ProviderRef(ProviderType.API_KEY, id), "key " + id, vendor, null, REF, null, true);
    }

    public static Vendor vendor(String baseUrl, String dialect, List<Integer> invalidStatus) {
        return vendor(baseUrl, dialect, invalidStatus, null, Set.of());
    }

    public static Vendor vendor(
            String baseUrl,
            String dialect,
            List<Integer> invalidStatus,
            Vendor.@Nullable Rerank rerank,
            Set<String> quirks) {
        return new Vendor(
                "Acme",
                baseUrl + "/v1",
                null,
                Map.of("x-acme", "yes"),
                dialect,
                "acme-1",
                new Vendor.KeyCheck(null, baseUrl + "/v1/check", null, invalidStatus),
                "acme-litellm",
                null,
                null,
                quirks,
                rerank);
    }

    public static VendorCatalogue catalogue(String name, Vendor vendor) {
        return new VendorCatalogue(Map.of(name, vendor));
    }

    /** Active for every purpose, in this order. */
    public static RoutingTable table(long revision, Route... routes) {
        Map<Purpose, List<Route>> active = Stream.of(Purpose.values())
                .filter(purpose -> routes.length > 0)
                .collect(Collectors.toMap(purpose -> purpose, purpose -> List.of(routes)));
        return new RoutingTable(revision, active, List.of(routes));
    }

    public static List<SealedSecret> sealed(Route... routes) {
        return Stream.of(routes)
                .filter(route -> route.secret() != null)
                .map(route -> new SealedSecret(
                        REF.id(), 1, "server", List.of("http://127.0.0.1"), "kek", new byte[] {1}, new byte[] {2}))
                .toList();
    }

    /** Opens everything as {@link #KEY}. */
    public static Vault vault() {
        Vault vault = mock(Vault.class);
        lenient().when(vault.open(any(), any())).thenAnswer(call -> Secret.of(KEY.getBytes(StandardCharsets.UTF_8)));
        lenient()
                .when(vault.findAll(any()))
                .thenAnswer(call ->
                        call.<Collection<?>>getArgument(0).isEmpty() ? List.of() : sealed(withKey(server(1, ""))));
        return vault;
    }

    public static Vault closedVault() {
        Vault vault = mock(Vault.class);
        lenient().when(vault.open(any(), any())).thenThrow(new SecretUnavailableException("for another host"));
        return vault;
    }
}
