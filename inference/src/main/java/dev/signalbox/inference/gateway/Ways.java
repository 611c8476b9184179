package dev.signalbox.inference.gateway;

import dev.signalbox.inference.dialect.Dialects;
import dev.signalbox.inference.upstream.Upstream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Knows which provider takes which request, and by which dialect. */
@Component
class Ways {

    private final RerankWays rerank;

    Ways(RerankWays rerank) {
        this.rerank = rerank;
    }

    /** Nothing when the provider has no such thing. */
    Mono<Way> to(Upstream upstream, ApiRequest request) {
        Endpoint endpoint = request.endpoint();
        return switch (endpoint) {
            case CHAT -> Mono.justOrEmpty(chat(upstream));
            case MESSAGES -> Mono.justOrEmpty(messages(upstream));
            case COUNT_TOKENS -> Mono.justOrEmpty(upstream.speaksAnthropic() ? Way.same(endpoint, upstream) : null);
            case EMBEDDINGS -> Mono.justOrEmpty(embeddings(upstream, request));
            case RERANK, RERANK_V2 -> rerank.to(upstream, endpoint == Endpoint.RERANK_V2);
            default -> Mono.justOrEmpty(offered(endpoint, upstream) ? Way.same(endpoint, upstream) : null);
        };
    }

    private static @Nullable Way chat(Upstream upstream) {
        if (upstream.speaksAnthropic()) {
            return new Way(upstream.apiBase() + Endpoint.MESSAGES.upstreamPath(), Dialects.CHAT_TO_MESSAGES);
        }
        return offered(Endpoint.CHAT, upstream) ? Way.same(Endpoint.CHAT, upstream) : null;
    }

    private static @Nullable Way messages(Upstream upstream) {
        if (upstream.speaksAnthropic()) {
            return Way.same(Endpoint.MESSAGES, upstream);
        }
        return offered(Endpoint.CHAT, upstream)
                ? new Way(upstream.apiBase() + Endpoint.CHAT.upstreamPath(), Dialects.MESSAGES_TO_CHAT)
                : null;
    }

    private static @Nullable Way embeddings(Upstream upstream, ApiRequest request) {
        if (!offered(Endpoint.EMBEDDINGS, upstream)) {
            return null;
        }
        Way same = Way.same(Endpoint.EMBEDDINGS, upstream);
        return request.base64() ? new Way(same.url(), Dialects.BASE64_EMBEDDINGS) : same;
    }

    private static boolean offered(Endpoint endpoint, Upstream upstream) {
        return upstream.speaksOpenAi() && upstream.offers(endpoint.label());
    }
}
