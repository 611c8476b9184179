package dev.signalbox.inference.gateway;

import dev.signalbox.events.vendor.Vendor;
import dev.signalbox.inference.dialect.Dialects;
import dev.signalbox.inference.upstream.ServerKinds;
import dev.signalbox.inference.upstream.Upstream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Where reranking is at a provider, and in which shape: as its metadata say, else of servers by their type, of vendors by the
 * catalogue.
 */
@Component
class RerankWays {

    private static final String JINA = "jina";
    private static final String COHERE = "cohere";
    private static final String TEI = "tei";

    private final ServerKinds kinds;

    RerankWays(ServerKinds kinds) {
        this.kinds = kinds;
    }

    /** @param asCohere whether the client speaks Cohere's shape, not Jina's */
    Mono<Way> to(Upstream upstream, boolean asCohere) {
        String said = upstream.route().rerankDialect();
        if (!upstream.isServer()) {
            return Mono.justOrEmpty(vendor(upstream, asCohere, said));
        }
        if (said != null) {
            return Mono.just(asSaid(upstream, asCohere, said));
        }
        String url = upstream.apiBase() + Endpoint.RERANK.upstreamPath();
        return switch (upstream.route().kind()) {
            case "ollama" -> Mono.error(() -> hasNone(upstream));
            case "vllm" -> Mono.just(new Way(url, asCohere ? Dialects.rerank(true, JINA) : Dialects.VLLM_RERANK));
            // takes no objects as documents, and repeats none
            case "llamacpp" -> Mono.just(new Way(url, Dialects.rerank(asCohere, JINA)));
            default ->
                kinds.isTei(upstream)
                        .map(tei -> tei
                                ? new Way(upstream.route().baseUrl() + "/rerank", Dialects.rerank(asCohere, TEI), false)
                                : new Way(url, asCohere ? Dialects.rerank(true, JINA) : null));
        };
    }

    /** What the operator says of a server goes before what its type would. */
    private static Way asSaid(Upstream upstream, boolean asCohere, String shape) {
        String base = upstream.route().baseUrl();
        return switch (shape) {
            case TEI -> new Way(base + "/rerank", Dialects.rerank(asCohere, TEI), false);
            case COHERE -> new Way(base + "/v2/rerank", asCohere ? null : Dialects.rerank(false, COHERE));
            default -> way(upstream.apiBase() + Endpoint.RERANK.upstreamPath(), asCohere, shape);
        };
    }

    private static @Nullable Way vendor(Upstream upstream, boolean asCohere, @Nullable String said) {
        Vendor vendor = upstream.vendor();
        if (vendor == null) {
            return null;
        }
        Vendor.Rerank listed = vendor.rerank();
        String url = listed == null ? null : url(listed.url(), vendor.baseUrl(), upstream.apiBase());
        if (said != null) {
            return way(url != null ? url : upstream.apiBase() + Endpoint.RERANK.upstreamPath(), asCohere, said);
        }
        return listed == null || url == null ? null : way(url, asCohere, String.valueOf(listed.dialect()));
    }

    private static Way way(String url, boolean asCohere, String shape) {
        boolean same = shape.equals(asCohere ? COHERE : JINA);
        return new Way(url, same ? null : Dialects.rerank(asCohere, shape), !shape.equals(TEI));
    }

    /** Below the key's own address, where it has one; null when the vendor's is not below its base. */
    private static @Nullable String url(String rerank, String vendor, String own) {
        if (own.equals(vendor)) {
            return rerank;
        }
        return rerank.startsWith(vendor) ? own + rerank.substring(vendor.length()) : null;
    }

    private static UpstreamFailure hasNone(Upstream upstream) {
        FailureClass failure = FailureClass.DIALECT_UNSUPPORTED;
        String message = "The provider " + upstream.label() + " can't rerank: Ollama has no such endpoint. Make another"
                + " server or key active for reranking.";
        return new UpstreamFailure(failure, OpenAiError.server(failure.status(), message, failure.code()), null);
    }
}
