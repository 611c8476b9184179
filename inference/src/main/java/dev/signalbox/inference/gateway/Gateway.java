package dev.signalbox.inference.gateway;

import dev.signalbox.events.signal.RequestOperation;
import dev.signalbox.inference.limit.ClientLimits;
import dev.signalbox.inference.trace.RequestTrace;
import dev.signalbox.inference.trace.Tracing;
import dev.signalbox.inference.usage.UsageListener;
import dev.signalbox.inference.usage.UsageRecord;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The way of every request: path, method, caller, and then the endpoint; whatever fails is answered in OpenAI's shape. */
@Component
class Gateway {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final Callers callers;
    private final PassThrough passThrough;
    private final Models models;
    private final ClientLimits limits;
    private final List<UsageListener> listeners;
    private final Tracing tracing;
    private final LongAdder inFlight = new LongAdder();

    Gateway(
            Callers callers,
            PassThrough passThrough,
            Models models,
            ClientLimits limits,
            List<UsageListener> listeners,
            Tracing tracing) {
        this.callers = callers;
        this.passThrough = passThrough;
        this.models = models;
        this.limits = limits;
        this.listeners = listeners;
        this.tracing = tracing;
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String path;
        try {
            path = path(request);
        } catch (IllegalArgumentException e) {
            unreadable(request.remoteAddress(), request.method().name(), request.uri());
            return malformed(request.uri(), response);
        }
        if (path.equals("/livez")) {
            return livez(request, response);
        }
        Exchange exchange = new Exchange(request, response, path, tracing);
        return Mono.defer(() -> {
                    began();
                    return route(path, exchange);
                })
                .onErrorResume(e -> !exchange.committed(), e -> refuse(exchange, e))
                .doFinally(end -> ended(exchange, path, end));
    }

    /** Nobody gets in by what can't be read; that somebody tried is for the audit log. */
    void unreadable(@Nullable SocketAddress peer, String method, String uri) {
        callers.denied(RequestOperation.of(method, uri), "malformed", Denied.stranger(peer));
    }

    private static Publisher<Void> malformed(String uri, HttpServerResponse response) {
        OpenAiError error = OpenAiError.badRequest(400, "The address is malformed.", null, "malformed_url");
        byte[] json = ApiStyle.ofUri(uri).json(error, RequestIds.ours());
        return response.status(400)
                .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(json.length))
                .sendByteArray(Mono.just(json));
    }

    /**
     * As almost all say it, it needs no parsing.
     *
     * @throws IllegalArgumentException when it is no address
     */
    private static String path(HttpServerRequest request) {
        String uri = request.uri();
        return isPlain(uri) ? uri : request.fullPath();
    }

    private static boolean isPlain(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/-._~:".indexOf(c) >= 0);
            if (!plain) {
                return false;
            }
        }
        return uri.startsWith("/");
    }

    /** How many requests have no end yet. */
    long inFlight() {
        return inFlight.sum();
    }

    private void ended(Exchange exchange, String path, SignalType end) {
        ended(exchange.line(), exchange.ids(), exchange.request().method().name(), path, end, exchange.trace());
    }

    /** One more that has no end yet. */
    void began() {
        inFlight.increment();
    }

    /** One that goes on as another. */
    void passedOn() {
        inFlight.decrement();
    }

    /** Tells everybody who wants to know. */
    void ended(
            AccessLog line, RequestIds ids, String method, String path, SignalType end, @Nullable RequestTrace trace) {
        inFlight.decrement();
        line.end(end);
        line.write(method, path, ids);
        UsageRecord ended = line.usageRecord(ids);
        if (ended != null) {
            for (UsageListener listener : listeners) {
                listener.ended(ended);
            }
        }
        if (trace != null) {
            trace.end(ids.requestId(), line.status, ended);
        }
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
        Detour detour = exchange.detour();
        exchange.cameFrom(detour == null ? BearerToken.caller(exchange, callers) : detour.caller());
        if (Models.isAt(path)) {
            if (exchange.request().method().equals(HttpMethod.HEAD)) {
                return models.answer(exchange);
            }
            return only(HttpMethod.GET, exchange, models::answer);
        }
        Endpoint endpoint = Endpoint.at(path)
                .orElseThrow(() -> new RequestRefused(
                        OpenAiError.badRequest(404, "There is nothing at this path.", null, "unknown_url")));
        return only(HttpMethod.POST, exchange, asked -> {
            Allowed.require(asked.caller(), endpoint.purpose());
            WithinLimits.require(limits, asked);
            return passThrough.answer(endpoint, asked);
        });
    }

    private static Mono<Void> only(HttpMethod method, Exchange exchange, Function<Exchange, Mono<Void>> endpoint) {
        if (!exchange.request().method().equals(method)) {
            return exchange.allow(
                    method.name(),
                    OpenAiError.badRequest(405, "Only " + method + " is allowed here.", null, "method_not_allowed"));
        }
        return endpoint.apply(exchange);
    }

    private Mono<Void> refuse(Exchange exchange, Throwable e) {
        if (e instanceof RequestRefused refused) {
            int status = refused.error().status();
            if (status == 401 || status == 403) {
                String operation = Denied.operation(exchange.request());
                String code = status == 401 ? "unauthorized" : "forbidden";
                callers.denied(operation, code, Denied.metadata(exchange));
            }
            return exchange.refuse(refused.error(), null, null);
        }
        if (e instanceof ReadTimeoutException) {
            return exchange.refuse(
                    OpenAiError.badRequest(408, "The request's body did not come in time.", null, "request_timeout"),
                    null,
                    null);
        }
        if (e instanceof DecoderException) {
            exchange.isTheLast();
            return exchange.refuse(
                    OpenAiError.badRequest(400, "The request's body is no well-formed HTTP.", null, null), null, null);
        }
        if (e instanceof AbortedException) {
            return Mono.empty(); // nobody is there any more
        }
        log.error("A request failed for a reason that nobody thought of", e);
        return exchange.refuse(
                OpenAiError.server(500, "The gateway failed with an error of its own.", "internal_error"), null, null);
    }
}
