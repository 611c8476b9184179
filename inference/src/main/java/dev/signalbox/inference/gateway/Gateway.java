package dev.signalbox.inference.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The way of every request: path, method, caller, and then the endpoint; whatever fails is answered in OpenAI's shape. */
@Component
class Gateway {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final String BEARER = "Bearer ";

    private final Callers callers;
    private final ChatCompletions chat;

    Gateway(Callers callers, ChatCompletions chat) {
        this.callers = callers;
        this.chat = chat;
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String path = request.fullPath();
        if (path.equals("/livez")) {
            return livez(request, response);
        }
        Exchange exchange = new Exchange(request, response);
        return Mono.defer(() -> route(path, exchange))
                .onErrorResume(e -> !exchange.committed(), e -> refuse(exchange, e))
                .doFinally(end -> exchange.line().write(request.method().name(), path, exchange.ids(), end));
    }

    private static Publisher<Void> livez(HttpServerRequest request, HttpServerResponse response) {
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return read
                ? response.status(200).sendString(Mono.just("ok"))
                : response.status(405).send();
    }

    /** Who has no token does not learn which paths there are. */
    private Mono<Void> route(String path, Exchange exchange) {
        exchange.line().caller = caller(exchange.request()).orElseThrow(() -> {
            callers.denied(exchange.request().method().name() + " " + shortened(path), Denied.metadata(exchange));
            return new RequestRefused(OpenAiError.badRequest(
                    401,
                    "Missing or unknown token: send 'Authorization: Bearer TOKEN' with a token of this Signalbox.",
                    null,
                    "invalid_api_key"));
        });
        return switch (path) {
            case "/v1/chat/completions", "/api/v1/llm/chat/completions" -> post(exchange);
            default ->
                throw new RequestRefused(
                        OpenAiError.badRequest(404, "There is nothing at this path.", null, "unknown_url"));
        };
    }

    private static String shortened(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200);
    }

    private Mono<Void> post(Exchange exchange) {
        if (!exchange.request().method().equals(HttpMethod.POST)) {
            return exchange.allow(
                    "POST", OpenAiError.badRequest(405, "Only POST is allowed here.", null, "method_not_allowed"));
        }
        return chat.answer(exchange);
    }

    private Optional<String> caller(HttpServerRequest request) {
        String header = request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? callers.authenticate(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static Mono<Void> refuse(Exchange exchange, Throwable e) {
        if (e instanceof RequestRefused refused) {
            return exchange.refuse(refused.error(), null, null);
        }
        log.error("A request failed for a reason that nobody thought of", e);
        return exchange.refuse(
                OpenAiError.server(500, "The gateway failed with an error of its own.", "internal_error"), null, null);
    }
}
