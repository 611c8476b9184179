package dev.signalbox.events.vendor;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A third party that sells inference by key. Vendors are data: {@code signalbox.vendors.NAME.…}.
 *
 * @param baseUrl with the version part, as {@code https://api.openai.com/v1}
 * @param auth the header that carries the key: {@code authorization} (as Bearer) or a header's name
 * @param headers further headers of every request
 * @param dialect {@code openai} unless the vendor speaks another one
 * @param model what to ask for when neither client nor operator names a model
 * @param check the cheapest request that proves a key
 * @param litellm LiteLLM's name of the vendor
 * @param maxTokens what to allow an answer whose request does not say, where the dialect demands a number
 * @param endpoints which of OpenAI's endpoints there are; all but {@code responses} when nothing is said
 * @param quirks where the vendor differs from its dialect: {@code max-completion-tokens} (its name for {@code max_tokens}),
 *     {@code float-embeddings} (no base64)
 * @param rerank where reranking is, null when there is none
 */
public record Vendor(
        String displayName,
        String baseUrl,
        @Nullable String auth,
        @Nullable Map<String, String> headers,
        @Nullable String dialect,
        @Nullable String model,
        KeyCheck check,
        String litellm,
        @Nullable Integer maxTokens,
        @Nullable Set<String> endpoints,
        @Nullable Set<String> quirks,
        @Nullable Rerank rerank) {

    /** @param dialect {@code jina} unless another one: {@code cohere}, {@code voyage}, {@code tei} */
    public record Rerank(String url, @Nullable String dialect) {

        public Rerank {
            dialect = dialect == null ? "jina" : dialect;
        }
    }

    /**
     * @param auth as the vendor's, where the check wants another header
     * @param invalidStatus the codes that say "this key is wrong"; 401 where nothing is said
     */
    public record KeyCheck(
            @Nullable String method,
            String url,
            @Nullable String auth,
            @Nullable List<Integer> invalidStatus) {

        public KeyCheck {
            invalidStatus = invalidStatus == null ? List.of(401) : invalidStatus;
        }
    }

    public Vendor {
        auth = auth == null ? "authorization" : auth;
        headers = headers == null ? Map.of() : headers;
        dialect = dialect == null ? "openai" : dialect;
        endpoints = endpoints == null ? Set.of("chat", "completions", "embeddings") : endpoints;
        quirks = quirks == null ? Set.of() : quirks;
    }

    /** The origins ({@code scheme://host[:port]}) that a key of this vendor may be sent to, sorted. */
    public List<String> origins() {
        return Stream.of(baseUrl, check.url(), rerank == null ? baseUrl : rerank.url())
                .map(Vendor::origin)
                .distinct()
                .sorted()
                .toList();
    }

    /** {@code scheme://host[:port]} of an absolute URL, lower case, without a default port. */
    public static String origin(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme().toLowerCase(java.util.Locale.ROOT);
        String host = uri.getHost().toLowerCase(java.util.Locale.ROOT);
        boolean defaultPort = uri.getPort() == -1
                || (scheme.equals("https") && uri.getPort() == 443)
                || (scheme.equals("http") && uri.getPort() == 80);
        return scheme + "://" + host + (defaultPort ? "" : ":" + uri.getPort());
    }
}
