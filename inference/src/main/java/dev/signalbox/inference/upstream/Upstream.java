package dev.signalbox.inference.upstream;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.ProviderType;
import dev.signalbox.events.routing.Route;
import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.secrets.SealedSecret;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider with all that a call needs to know.
 *
 * @param label as in {@code X-Provider}: {@code ai_server/3}
 * @param apiBase where OpenAI's paths begin, version included; empty when the key's vendor is not in the catalogue
 * @param dialect {@code openai}, or another one's name; {@code unknown} when the vendor is not in the catalogue
 * @param sealed the credential; null when there is none, or when the vault does not have it any more
 * @param model what to ask for when the client names none
 */
public record Upstream(
        Route route,
        String label,
        String apiBase,
        String dialect,
        String authHeader,
        Map<String, String> headers,
        @Nullable Vendor vendor,
        @Nullable SealedSecret sealed,
        @Nullable String model) {

    private static final int MAX_TOKENS = 4096;

    public static Upstream of(Route route, @Nullable Vendor vendor, @Nullable SealedSecret sealed) {
        String label =
                route.provider().type().wireName() + "/" + route.provider().id();
        String baseUrl = route.baseUrl();
        if (baseUrl != null && route.provider().type() == ProviderType.AI_SERVER) {
            return new Upstream(
                    route, label, baseUrl + "/v1", "openai", "authorization", Map.of(), null, sealed, route.model());
        }
        if (vendor == null) {
            return new Upstream(route, label, "", "unknown", "authorization", Map.of(), null, sealed, route.model());
        }
        String model = route.model() == null ? vendor.model() : route.model();
        return new Upstream(
                route,
                label,
                baseUrl == null ? vendor.baseUrl() : baseUrl,
                String.valueOf(vendor.dialect()),
                String.valueOf(vendor.auth()),
                vendor.headers() == null ? Map.of() : vendor.headers(),
                vendor,
                sealed,
                model);
    }

    public ProviderRef ref() {
        return route.provider();
    }

    public boolean isServer() {
        return ref().type() == ProviderType.AI_SERVER;
    }

    public boolean speaksOpenAi() {
        return dialect.equals("openai");
    }

    public boolean speaksAnthropic() {
        return dialect.equals("anthropic");
    }

    /** Whether it is worth asking for; servers can be anything, and say themselves what they don't have. */
    public boolean offers(String endpoint) {
        Set<String> offered = vendor == null ? null : vendor.endpoints();
        return offered == null || offered.contains(endpoint);
    }

    public boolean hasQuirk(String quirk) {
        Set<String> quirks = vendor == null ? null : vendor.quirks();
        return quirks != null && quirks.contains(quirk);
    }

    /** What an answer may have when nobody says it. */
    public int maxTokens() {
        Integer max = vendor == null ? null : vendor.maxTokens();
        return max == null ? MAX_TOKENS : max;
    }

    @Override
    public String toString() {
        return label;
    }
}
