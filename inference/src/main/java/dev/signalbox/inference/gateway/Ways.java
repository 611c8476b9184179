package dev.signalbox.inference.gateway;

import dev.signalbox.inference.dialect.Dialects;
import dev.signalbox.inference.upstream.Upstream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Knows which provider takes which request, and by which dialect. */
@Component
class Ways {

    private static final String CHAT = "/chat/completions";
    private static final String MESSAGES = "/messages";

    /** Nothing when the provider has no such thing. */
    Mono<Way> to(Upstream upstream, ApiRequest request) {
        Endpoint endpoint = request.endpoint();
        return switch (endpoint) {
            case CHAT -> Mono.justOrEmpty(chat(endpoint, upstream));
            case MESSAGES -> Mono.justOrEmpty(messages(endpoint, upstream));
            case COUNT_TOKENS ->
                upstream.speaksAnthropic() ? Mono.just(Way.same(endpoint, upstream)) : Mono.empty();
            default -> Mono.justOrEmpty(offered(endpoint, upstream) ? Way.same(endpoint, upstream) : null);
        };
    }

    private static @Nullable Way chat(Endpoint endpoint, Upstream upstream) {
        if (upstream.speaksAnthropic()) {
            return new Way(upstream.apiBase() + MESSAGES, Dialects.CHAT_TO_MESSAGES);
        }
        return offered(endpoint, upstream) ? Way.same(endpoint, upstream) : null;
    }

    private static @Nullable Way messages(Endpoint endpoint, Upstream upstream) {
        if (upstream.speaksAnthropic()) {
            return Way.same(endpoint, upstream);
        }
        return offered(Endpoint.CHAT, upstream)
                ? new Way(upstream.apiBase() + CHAT, Dialects.MESSAGES_TO_CHAT)
                : null;
    }

    private static boolean offered(Endpoint endpoint, Upstream upstream) {
        return upstream.speaksOpenAi() && upstream.offers(endpoint.label());
    }
}
