package dev.signalbox.inference.gateway;

import dev.signalbox.inference.circuit.Pass;
import dev.signalbox.inference.dialect.Dialect;
import dev.signalbox.inference.dialect.Translation;
import dev.signalbox.inference.dialect.UntranslatableException;
import dev.signalbox.inference.trace.RequestTrace;
import dev.signalbox.inference.upstream.AuthHeader;
import dev.signalbox.inference.upstream.Credentials;
import dev.signalbox.inference.upstream.Upstream;
import dev.signalbox.inference.upstream.UpstreamHttp;
import dev.signalbox.inference.upstream.UpstreamModels;
import dev.signalbox.inference.upstream.UpstreamProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.exc.JsonNodeException;

/** Calls one provider for a request: in its own language, for a model that it has, with its credential. */
@Component
class Calls {

    /** More bytes than this are not parsed on an event loop. */
    private static final int MUCH_TO_TRANSLATE = 256 << 10;

    private final Ways ways;
    private final Credentials credentials;
    private final UpstreamModels models;
    private final UpstreamHttp http;
    private final StreamUsage streamUsage;
    private final UpstreamProperties limits;
    private final long maxAnswer;
    private final HeldAnswers heldAnswers;

    Calls(
            Ways ways,
            Credentials credentials,
            UpstreamModels models,
            UpstreamHttp http,
            StreamUsage streamUsage,
            UpstreamProperties limits,
            GatewayProperties properties,
            HeldAnswers heldAnswers) {
        this.ways = ways;
        this.credentials = credentials;
        this.models = models;
        this.http = http;
        this.streamUsage = streamUsage;
        this.limits = limits;
        this.heldAnswers = heldAnswers;
        maxAnswer = properties.gateway().maxAnswer().toBytes();
    }

    /**
     * @param primary whether the model that the client names is meant for this one
     * @param afresh on a connection that nobody has used before
     * @param pass is closed when all is over
     * @param left of the time for all attempts
     */
    Mono<Void> call(
            Exchange exchange,
            ApiRequest request,
            Upstream upstream,
            boolean primary,
            boolean afresh,
            Pass pass,
            Duration left) {
        Call call = new Call(exchange, request, upstream, afresh, pass, left);
        return ways.to(upstream, request)
                .switchIfEmpty(Mono.error(() -> new UpstreamFailure(FailureClass.DIALECT_UNSUPPORTED)))
                .flatMap(way -> model(request, upstream, way, primary)
                        .switchIfEmpty(Mono.error(() -> new UpstreamFailure(FailureClass.NO_MODEL)))
                        .flatMap(model -> send(call, way, model)))
                .doFinally(end -> pass.close());
    }

    /** A name of the client's is meant for the primary: a fallback with a model of its own is asked for that. */
    private Mono<String> model(ApiRequest request, Upstream upstream, Way way, boolean primary) {
        if (!way.namesModel()) {
            return Mono.just(request.model() == null ? "default" : request.model());
        }
        boolean ownModel = !primary && upstream.model() != null;
        String asked = request.model();
        return request.leavesModelOpen() || ownModel || asked == null ? models.defaultOf(upstream) : Mono.just(asked);
    }

    private Mono<Void> send(Call call, Way way, String model) {
        boolean askUsage = call.request().stream()
                && call.request().endpoint().hasStreamOptions()
                && streamUsage.isAskedOf(call.upstream());
        Mono<Void> sent = send(call, way, model, askUsage);
        return askUsage
                ? sent.onErrorResume(
                        e -> !call.exchange().committed() && streamUsage.isRefusedBy(call.upstream(), e),
                        e -> send(call, way, model, false))
                : sent;
    }

    private Mono<Void> send(Call call, Way way, String model, boolean askUsage) {
        call.exchange().line().calls(call.upstream(), model);
        String url = way.url();
        Mono<Void> sent = Mono.using(
                () -> prepare(call, way, model, askUsage),
                held -> new Attempt(
                                call.exchange(),
                                call.upstream(),
                                call.request(),
                                held.translation(),
                                limits,
                                maxAnswer,
                                heldAnswers.room(),
                                call.pass())
                        .run(
                                call.afresh() ? http.postAfresh(url) : http.post(url),
                                held.auth(),
                                held.body(),
                                patience(call)),
                Held::close);
        boolean quick = way.dialect() == null || call.request().body().length < MUCH_TO_TRANSLATE;
        return traced(
                call,
                model,
                quick && credentials.isAtHand(call.upstream(), url)
                        ? sent
                        : sent.subscribeOn(Schedulers.boundedElastic()));
    }

    private static Mono<Void> traced(Call call, String model, Mono<Void> sent) {
        RequestTrace trace = call.exchange().trace();
        return trace == null
                ? sent
                : trace.attempt(
                        call.upstream(),
                        model,
                        sent,
                        e -> UpstreamFailure.of(e).failure().label());
    }

    private Duration patience(Call call) {
        Duration own = call.request().stream() ? limits.firstTokenTimeout() : limits.answerTimeout();
        return own.compareTo(call.left()) < 0 ? own : call.left();
    }

    private Held prepare(Call call, Way way, String model, boolean askUsage) {
        Dialect dialect = way.dialect();
        Translation translation = dialect == null ? null : translate(dialect, call, model);
        AuthHeader auth = credentials.header(call.upstream(), way.url());
        byte[] translated = translation == null ? null : translation.body();
        ByteBuf body =
                translated == null ? call.request().forUpstream(model, askUsage) : Unpooled.wrappedBuffer(translated);
        return new Held(auth, body, translation);
    }

    private static Translation translate(Dialect dialect, Call call, String model) {
        try {
            return dialect.translate(call.request().body(), model, call.upstream());
        } catch (JsonNodeException e) {
            throw new UpstreamFailure(
                    FailureClass.REQUEST_REFUSED,
                    OpenAiError.badRequest(400, "A number in the request is out of range.", null, null),
                    null);
        } catch (UntranslatableException e) {
            FailureClass failure = e.isWrong() ? FailureClass.REQUEST_REFUSED : FailureClass.UNTRANSLATABLE;
            // what is wrong in any API is said as if it had been found at once
            String code = e.isWrong() ? null : failure.code();
            throw new UpstreamFailure(failure, OpenAiError.badRequest(400, e.message(), e.param(), code), null);
        }
    }

    private record Call(
            Exchange exchange, ApiRequest request, Upstream upstream, boolean afresh, Pass pass, Duration left) {}

    /** What a call holds and must give back; the body is on the heap and gone with it. */
    private record Held(
            AuthHeader auth, ByteBuf body, @Nullable Translation translation) {

        void close() {
            auth.close();
        }
    }
}
