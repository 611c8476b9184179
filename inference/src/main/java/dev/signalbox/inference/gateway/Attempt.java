package dev.signalbox.inference.gateway;

import dev.signalbox.inference.circuit.Pass;
import dev.signalbox.inference.dialect.EventTranslator;
import dev.signalbox.inference.dialect.TranslatedStream;
import dev.signalbox.inference.dialect.Translation;
import dev.signalbox.inference.upstream.AuthHeader;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamProperties;
import dev.signalbox.inference.usage.ReportedUsage;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One call of one provider. Its flux begins with the first content, which commits the exchange to this provider;
 * everything that fails before that is an error of the flux, and the client has seen nothing of it.
 */
final class Attempt implements SseStage.Listener {

    static final int MAX_REFUSAL = 64 << 10;

    private final Exchange exchange;
    private final Upstream upstream;
    private final ApiRequest request;
    private final @Nullable Translation translation;
    private final UpstreamProperties limits;
    private final long maxAnswer;
    private final HeldAnswers.Room room;
    private final Pass pass;
    private final ReportedUsage usage = new ReportedUsage();
    private @Nullable Connection connection;
    private String contentType = "";

    /** @param translation null when request and answer pass through as they are */
    Attempt(
            Exchange exchange,
            Upstream upstream,
            ApiRequest request,
            @Nullable Translation translation,
            UpstreamProperties limits,
            long maxAnswer,
            HeldAnswers.Room room,
            Pass pass) {
        this.translation = translation;
        this.exchange = exchange;
        this.upstream = upstream;
        this.request = request;
        this.limits = limits;
        this.maxAnswer = maxAnswer;
        this.room = room;
        this.pass = pass;
    }

    /** @param patience until the first content */
    Mono<Void> run(HttpClient.RequestSender post, AuthHeader auth, ByteBuf body, Duration patience) {
        Flux<ByteBuf> answer = post.send((asked, out) -> {
                    headers(asked.requestHeaders(), auth, body.readableBytes());
                    return out.sendObject(body);
                })
                .response((response, bytes) -> {
                    connection = (Connection) response;
                    return stage(response, bytes, auth);
                })
                .onErrorMap(this::beforeAnswer)
                .timeout(new LoopTimer(exchange.loop(), patience));
        return request.stream()
                ? answer.switchOnFirst((first, events) -> first.isOnNext() ? commit(events) : events.then())
                        .then()
                : answer.singleOrEmpty()
                        .flatMap(this::commit)
                        .doOnError(e -> room.giveBack())
                        .doOnCancel(room::giveBack);
    }

    private Publisher<Void> commit(Flux<ByteBuf> events) {
        pass.succeeded();
        return exchange.commit(upstream, contentType, events, usage);
    }

    private Mono<Void> commit(ByteBuf whole) {
        pass.succeeded();
        if (room.isTaken()) {
            exchange.whenOver(room::giveBack);
        }
        return exchange.commit(upstream, contentType, whole, usage);
    }

    /** Nothing at all came: as a rule a kept connection that the provider had given up. */
    private Throwable beforeAnswer(Throwable e) {
        boolean closed = connection == null && FailureClass.of(e) == FailureClass.CUT_BEFORE_CONTENT;
        return closed && !(e instanceof UpstreamFailure) ? new UpstreamFailure(FailureClass.CONNECTION_CLOSED) : e;
    }

    private void headers(HttpHeaders headers, AuthHeader auth, int length) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
        headers.set(HttpHeaderNames.ACCEPT, request.stream() ? "text/event-stream" : "application/json");
        headers.set(HttpHeaderNames.USER_AGENT, "signalbox");
        headers.set("x-request-id", exchange.ids().requestId());
        String traceparent = exchange.traceparent();
        if (traceparent != null) {
            headers.set("traceparent", traceparent);
        }
        upstream.headers().forEach(headers::set);
        if (exchange.style() == ApiStyle.ANTHROPIC && translation == null) {
            AnthropicHeaders.copy(exchange.request().requestHeaders(), headers);
        }
        auth.addTo(headers);
    }

    private Flux<ByteBuf> stage(HttpClientResponse response, ByteBufFlux bytes, AuthHeader auth) {
        int status = response.status().code();
        if (status < 200 || status > 299) {
            return refused(status, response, bytes, auth);
        }
        String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
        boolean encoded = response.responseHeaders().contains(HttpHeaderNames.CONTENT_ENCODING);
        boolean expected = request.stream() ? type.startsWith("text/event-stream") : BodyReader.isJson(type);
        if (encoded || !expected) {
            return Flux.error(new UpstreamFailure(FailureClass.WRONG_CONTENT_TYPE));
        }
        contentType = translation == null ? type : request.stream() ? "text/event-stream" : "application/json";
        // what is translated is read in the provider's own words, and not again in ours
        ReportedUsage told = translation == null ? usage : new ReportedUsage();
        if (request.stream()) {
            UsageTap tap = new UsageTap(told, request.hidesUsage());
            return new SseStage(exchange.style(), this::lastEvent, this, tap)
                    .hold(translation == null ? bytes : new TranslatedStream(metered(translation.events())).of(bytes));
        }
        long announced = response.responseHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        if (!room.isFor(Math.min(announced, maxAnswer))) {
            return Flux.error(new UpstreamFailure(FailureClass.NO_ROOM));
        }
        return new JsonStage(
                        maxAnswer,
                        room,
                        request.endpoint(),
                        translation == null ? UnaryOperator.identity() : said -> metered(translation, said),
                        told)
                .hold(bytes);
    }

    private byte[] metered(Translation of, byte[] said) {
        UsageTap.read(said, usage);
        return of.answer(said);
    }

    private EventTranslator metered(EventTranslator of) {
        return (data, out) -> {
            UsageTap.read(data, usage);
            of.event(data, out);
        };
    }

    private byte[] lastEvent(FailureClass failure) {
        return exchange.style().event(failure.error(upstream.label()), exchange.ids());
    }

    private Flux<ByteBuf> refused(int status, HttpClientResponse response, ByteBufFlux bytes, AuthHeader auth) {
        RetryAfter retryAfter = RetryAfter.of(response.responseHeaders(), Instant.now());
        return new BodyReader(MAX_REFUSAL)
                .collect(bytes, 256)
                .onErrorReturn(new byte[0])
                .flatMapMany(said -> {
                    FailureClass failure = Diagnosis.of(request.endpoint(), status, said);
                    OpenAiError words =
                            failure.inItsOwnWords() ? Refusal.read(status, said, upstream.label(), auth) : null;
                    return Flux.error(new UpstreamFailure(failure, words, retryAfter));
                });
    }

    /** From the first content on a pause may be shorter than the wait for it; on the connection, as timers per chunk cost. */
    @Override
    public void content() {
        exchange.line().firstContent();
        if (connection != null) {
            connection.addHandlerLast(
                    "signalbox.idle",
                    new IdleWatch(limits.idleTimeout(), limits.clientStall(), limits.streamTimeout()));
        }
    }

    @Override
    public void brokenOff(FailureClass failure) {
        pass.failed(failure.cooling(), null, failure.label());
        exchange.brokenOff(failure);
    }
}
