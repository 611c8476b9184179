package dev.signalbox.events.routing;

import dev.signalbox.events.ProviderRef;
import dev.signalbox.events.secret.SecretRef;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider as the gateway sees it.
 *
 * @param name the server's name or the key's name
 * @param kind the server's type or the vendor's name, as on the wire
 * @param baseUrl a server's; null for an API key, whose vendor says it, unless it is given for this key
 * @param secret the credential to send, null when the provider needs none
 * @param model what to ask for when the client names none, null to leave it to the provider
 * @param rerankDialect the shape in which it reranks, where the operator says it; null to know it by kind or vendor
 */
public record Route(
        ProviderRef provider,
        String name,
        String kind,
        @Nullable String baseUrl,
        @Nullable SecretRef secret,
        @Nullable String model,
        boolean enabled,
        @Nullable String rerankDialect) {

    /** The name of that shape in a server's or key's metadata. */
    public static final String RERANK_DIALECT = "rerank_dialect";

    public static final Set<String> RERANK_DIALECTS = Set.of("jina", "cohere", "voyage", "tei");

    public Route(
            ProviderRef provider,
            String name,
            String kind,
            @Nullable String baseUrl,
            @Nullable SecretRef secret,
            @Nullable String model,
            boolean enabled) {
        this(provider, name, kind, baseUrl, secret, model, enabled, null);
    }

    /** The same, which is asked for another model; for its own when none is given. */
    public Route withModel(@Nullable String other) {
        return other == null ? this : new Route(provider, name, kind, baseUrl, secret, other, enabled, rerankDialect);
    }

    /** Null when the metadata says none, or one that is not known. */
    public static @Nullable String rerankDialect(Map<String, Object> metadata) {
        return metadata.get(RERANK_DIALECT) instanceof String said && RERANK_DIALECTS.contains(said) ? said : null;
    }
}
