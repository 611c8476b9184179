package dev.signalbox.inference.gateway;

import dev.signalbox.inference.trace.RequestTrace;
import dev.signalbox.inference.trace.Tracing;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** One client's request and what becomes of it. Touched by one event loop only. */
final class Exchange {

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestIds ids;
    private final ApiStyle style;
    private final List<String> failures = new ArrayList<>(2);
    private final AccessLog line;
    private final @Nullable Detour detour;
    private final @Nullable RequestTrace trace;
    private @Nullable EventLoop loop;
    private @Nullable Caller caller;
    private Map<String, String> suspect = Map.of();
    private boolean committed;

    Exchange(HttpServerRequest request, HttpServerResponse response, String path, Tracing tracing) {
        this.request = request;
        this.response = response;
        detour = Detour.of(request);
        line = detour == null ? new AccessLog() : detour.line();
        ids = detour == null ? RequestIds.of(request.requestHeaders()) : detour.ids();
        trace = tracing.begin(ids.traceparent());
        line.attempts = failures;
        style = ApiStyle.of(path, request.requestHeaders());
        response.header("x-request-id", ids.requestId());
        if (style == ApiStyle.ANTHROPIC) {
            response.header("request-id", ids.requestId());
        }
        response.header("x-content-type-options", "nosniff");
    }

    /** What has happened on the short way, when it has come from there. */
    @Nullable
    Detour detour() {
        return detour;
    }

    HttpServerRequest request() {
        return request;
    }

    RequestIds ids() {
        return ids;
    }

    void cameFrom(Caller known) {
        caller = known;
        line.caller = known;
    }

    void suspects(Map<String, String> known) {
        if (!known.isEmpty()) {
            suspect = known;
        }
    }

    /** Whose token was refused, for the audit log. */
    Map<String, String> suspect() {
        return suspect;
    }

    /** Whether it is known by now who asks. */
    boolean authenticated() {
        return caller != null;
    }

    /** @throws IllegalStateException before that is known */
    Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("Nobody has been authenticated");
        }
        return caller;
    }

    /** Of the client's API. */
    ApiStyle style() {
        return style;
    }

    /** Everything about this request happens on it. */
    EventLoop loop() {
        if (loop == null) {
            request.withConnection(connection -> loop = connection.channel().eventLoop());
        }
        return Objects.requireNonNull(loop);
    }

    /** Null when nobody wants to know. */
    @Nullable
    RequestTrace trace() {
        return trace;
    }

    /** For the provider that is called now. */
    @Nullable
    String traceparent() {
        return trace == null ? ids.traceparent() : trace.traceparent();
    }

    AccessLog line() {
        return line;
    }

    /** Whether anything was sent to the client, after which nothing can be taken back. */
    boolean committed() {
        return committed;
    }

    void routedBy(long revision) {
        line.revision = revision;
        response.header("x-config-revision", Long.toString(revision));
    }

    /** Of whatever the answer will be. */
    void header(String name, String value) {
        response.header(name, value);
    }

    /** The client has a part of the answer, and an error event behind it. */
    void brokenOff(FailureClass failure) {
        line.code = failure.code();
    }

    /** An attempt that came to nothing, or one that was not made. */
    void failed(Upstream upstream, String why) {
        failures.add(upstream.label() + "=" + why);
    }

    /** From here on the client has this provider's answer. */
    Publisher<Void> commit(Upstream upstream, String contentType, Flux<ByteBuf> events, ReportedUsage usage) {
        begin(upstream, contentType, usage);
        response.header(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        if (request.version().equals(HttpVersion.HTTP_1_0)) {
            // knows no chunks: the end of the connection is the end of the stream
            response.chunkedTransfer(false);
            isTheLast();
        }
        return response.send(events);
    }

    /** The same with an answer in one piece: head and body leave in one write. */
    Mono<Void> commit(Upstream upstream, String contentType, ByteBuf whole, ReportedUsage usage) {
        begin(upstream, contentType, usage);
        response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(whole.readableBytes()));
        response.header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return response.sendObject(whole).then();
    }

    /** The client has all, or is gone; that an answer is sent does not say so. */
    void whenOver(Runnable then) {
        request.withConnection(connection ->
                connection.onTerminate().doFinally(end -> then.run()).subscribe());
    }

    private void begin(Upstream upstream, String contentType, ReportedUsage usage) {
        committed = true;
        line.usage = usage;
        head(200, upstream);
        response.header(HttpHeaderNames.CONTENT_TYPE, contentType);
    }

    /** An answer of the gateway's own that is about right. */
    Mono<Void> estimate(byte[] json) {
        response.header("x-signalbox-estimate", "true");
        return answer(json);
    }

    /** An answer of the gateway's own. */
    Mono<Void> answer(byte[] json) {
        committed = true;
        head(200, null);
        return send(json);
    }

    /** Clients' libraries ask again by themselves, after a 502 and after a Retry-After: here that would be in vain. */
    void isInVain() {
        header("x-should-retry", "false");
    }

    /** Nothing more is read from this connection. */
    void isTheLast() {
        response.keepAlive(false);
    }

    Mono<Void> refuse(OpenAiError error, @Nullable Upstream upstream, @Nullable RetryAfter retryAfter) {
        committed = true;
        head(error.status(), upstream);
        if (retryAfter != null && retryAfter.text() != null) {
            response.header(HttpHeaderNames.RETRY_AFTER, retryAfter.text());
        }
        if (error.status() == 413 || error.status() == 408) {
            // the rest of the body is not worth reading
            isTheLast();
        }
        byte[] json = style.json(error, ids);
        line.code = error.code();
        return send(json);
    }

    private Mono<Void> send(byte[] json) {
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(json.length))
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(json)))
                .then();
    }

    Mono<Void> allow(String method, OpenAiError error) {
        response.header(HttpHeaderNames.ALLOW, method);
        return refuse(error, null, null);
    }

    private void head(int status, @Nullable Upstream upstream) {
        response.status(HttpResponseStatus.valueOf(status));
        line.status = status;
        if (upstream != null) {
            line.upstream = upstream;
            response.header("x-provider", upstream.label());
        }
        if (!failures.isEmpty()) {
            response.header("x-signalbox-attempts", String.join(", ", failures));
        }
    }
}
